using System.Net;
using System.Net.Sockets;

namespace CalendarSync.Core.Configuration;

/// <summary>
/// Which addresses a setting may hold: https, or plain http on this machine itself; no user name in it, no fragment, and
/// nothing that a cloud's metadata service answers on.
/// </summary>
internal static class SettingAddress
{
    // Where AWS answers on IPv6: fd00:ec2::254.
    private static readonly IPAddress Ipv6Metadata = new([0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54]);

    /// <summary>Null where the text is refused.</summary>
    public static Uri? TryParse(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.AsSpan().ContainsAny('\\', ' ', '"') || trimmed.Any(char.IsControl) || !Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? address))
        {
            return null;
        }

        bool scheme = address.Scheme is "https" || (address.Scheme is "http" && IsLoopback(address));
        return scheme && !HasUser(trimmed) && address.Fragment.Length == 0 && !trimmed.Contains('#') && IsHostAllowed(address)
            ? address
            : null;
    }

    /// <summary>This machine, by name or number.</summary>
    public static bool IsLoopback(Uri address) =>
        string.Equals(address.IdnHost, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.IdnHost, out IPAddress? ip) && IPAddress.IsLoopback(Unmapped(ip)));

    // Also the empty one, which Uri does not tell.
    private static bool HasUser(string text)
    {
        int start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = text.IndexOfAny(['/', '?', '#'], start);
        return text.AsSpan(start, (end < 0 ? text.Length : end) - start).Contains('@');
    }

    private static bool IsHostAllowed(Uri address)
    {
        if (address.IdnHost.Length == 0 || address.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return false;
        }

        if (!IPAddress.TryParse(address.IdnHost, out IPAddress? ip))
        {
            return !string.Equals(address.IdnHost.TrimEnd('.'), "metadata.google.internal", StringComparison.OrdinalIgnoreCase);
        }

        ip = Unmapped(ip);
        return !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) && !IsLinkLocalOrMetadata(ip);
    }

    private static bool IsLinkLocalOrMetadata(IPAddress ip)
    {
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return ip.IsIPv6LinkLocal || ip.IsIPv6Multicast || ip.Equals(Ipv6Metadata);
        }

        byte[] b = ip.GetAddressBytes();
        return (b[0] == 169 && b[1] == 254) || b[0] == 0 || b[0] >= 224 || (b[0] == 100 && b[1] == 100 && b[2] == 100 && b[3] == 200);
    }

    private static IPAddress Unmapped(IPAddress ip) => ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip;
}
