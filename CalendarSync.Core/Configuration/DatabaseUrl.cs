using System.Globalization;

using Npgsql;

namespace CalendarSync.Core.Configuration;

/// <summary><c>DATABASE_URL</c> in its two forms, as an Npgsql connection string.</summary>
internal static class DatabaseUrl
{
    // libpq's names where Npgsql has others; what is not here is tried under its own name.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes",
        ["client_encoding"] = "Client Encoding",
        ["krbsrvname"] = "Kerberos Service Name",
    };

    /// <summary>Null where the text is neither form; nothing about it is told, since it holds a password.</summary>
    public static string? TryToConnectionString(string text)
    {
        try
        {
            NpgsqlConnectionStringBuilder builder = RestOfScheme(text.Trim()) is { } rest ? FromAddress(rest) : new NpgsqlConnectionStringBuilder(text.Trim());
            return string.IsNullOrEmpty(builder.Host) ? null : builder.ConnectionString;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException or InvalidCastException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string? RestOfScheme(string text)
    {
        foreach (string scheme in (ReadOnlySpan<string>)["postgresql://", "postgres://"])
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return text[scheme.Length..];
            }
        }

        return null;
    }

    private static NpgsqlConnectionStringBuilder FromAddress(string rest)
    {
        int end = rest.IndexOfAny(['/', '?']);
        string authority = end < 0 ? rest : rest[..end];
        string tail = end < 0 ? "" : rest[end..];
        int question = tail.IndexOf('?');
        string path = question < 0 ? tail : tail[..question];

        var builder = new NpgsqlConnectionStringBuilder();
        int at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            string[] user = authority[..at].Split(':', 2);
            builder.Username = Decode(user[0]);
            if (user.Length == 2)
            {
                builder.Password = Decode(user[1]);
            }
        }

        SetHosts(builder, authority[(at + 1)..]);
        if (path.Length > 1)
        {
            builder.Database = Decode(path[1..]);
        }

        SetOptions(builder, question < 0 ? "" : tail[(question + 1)..]);
        return builder;
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Contains(','))
        {
            builder.Host = Decode(hosts);
            return;
        }

        int bracket = hosts.LastIndexOf(']');
        int colon = hosts.IndexOf(':', bracket + 1);
        builder.Host = Decode((colon < 0 ? hosts : hosts[..colon]).Trim('[', ']'));
        if (colon >= 0 && colon < hosts.Length - 1)
        {
            builder.Port = int.Parse(hosts[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture);
        }
    }

    private static void SetOptions(NpgsqlConnectionStringBuilder builder, string query)
    {
        foreach (string pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string name = Decode(parts[0]);
            string value = parts.Length == 2 ? Decode(parts[1]) : "";
            builder[Names.GetValueOrDefault(name, name)] = name is "sslmode" or "channel_binding" or "target_session_attrs"
                ? value.Replace("-", "", StringComparison.Ordinal)
                : value;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
