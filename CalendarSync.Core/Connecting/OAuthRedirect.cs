namespace CalendarSync.Core.Connecting;

/// <summary>Google's redirect as the browser brought it.</summary>
/// <param name="State">Query parameter <c>state</c>; null where it is missing or given twice.</param>
/// <param name="Code">Query parameter <c>code</c>, likewise.</param>
/// <param name="Error">Query parameter <c>error</c>, likewise.</param>
/// <param name="Cookie">The value of the browser's cookie by its name; null where there is none.</param>
/// <param name="AcceptLanguage">The header, if there is one.</param>
public sealed record OAuthRedirect(string? State, string? Code, string? Error, Func<string, string?> Cookie, string? AcceptLanguage)
{
    /// <summary>Without code and state, which are secrets.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(OAuthRedirect);
}
