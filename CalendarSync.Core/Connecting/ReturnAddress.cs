using CalendarSync.Core.Configuration;

namespace CalendarSync.Core.Connecting;

/// <summary>
/// Where the browser may be sent after a connection: the origin of this app or a configured one. The origin is compared as
/// text, so that no browser can read another host out of an address that was allowed here.
/// </summary>
internal sealed class ReturnAddress(CalendarSyncOptions options)
{
    private const int Longest = 2048;

    /// <summary>Null where the browser may not be sent there.</summary>
    public Uri? TryParse(string? text)
    {
        if (text is null or { Length: > Longest } || text.Any(c => c is <= ' ' or >= '\u007f' or '\\' or '"' or '<' or '>' or '`' or '{' or '}' or '|' or '^'))
        {
            return null;
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0 || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address))
        {
            return null;
        }

        int end = text.IndexOfAny(['/', '?', '#'], scheme + 3);
        string origin = end < 0 ? text : text[..end];
        string own = options.GoogleRedirectUri.GetLeftPart(UriPartial.Authority);
        return options.AllowedReturnOrigins.Append(own).Any(allowed => IsSame(origin, allowed)) && SettingAddress.TryParse(origin) is not null ? address : null;
    }

    /// <summary>Adds one more query parameter, before a fragment if there is one.</summary>
    public static Uri Append(Uri address, string name, string value)
    {
        var builder = new UriBuilder(address);
        string parameter = $"{name}={Uri.EscapeDataString(value)}";
        builder.Query = builder.Query.Length > 1 ? builder.Query[1..] + "&" + parameter : parameter;
        return builder.Uri;
    }

    private static bool IsSame(string origin, string allowed) =>
        string.Equals(origin, allowed, StringComparison.OrdinalIgnoreCase) || string.Equals(origin, WithPort(allowed), StringComparison.OrdinalIgnoreCase);

    private static string WithPort(string origin)
    {
        var address = new Uri(origin);
        return address.IsDefaultPort ? $"{origin}:{address.Port}" : origin;
    }
}
