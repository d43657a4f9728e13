namespace CalendarSync.Core.Connecting;

/// <summary>A cookie to set, HttpOnly and SameSite=Lax; with an empty value, to remove.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A random value.</param>
/// <param name="Path">The OAuth function's own path.</param>
/// <param name="Secure">False on loopback http only.</param>
/// <param name="MaxAge">How long the browser keeps it; zero removes it.</param>
public sealed record BrowserCookie(string Name, string Value, string Path, bool Secure, TimeSpan MaxAge)
{
    /// <summary>Without the value, which is a secret.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Name;
}
