using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

using CalendarSync.Local.Emulator;

namespace CalendarSync.Local.Demo;

/// <summary>The settings of one demo: secrets drawn for this run, everything on this machine.</summary>
internal sealed record DemoSettings(string BaseUrl, string FunctionsKey, string JwtSecret, string TokenEncryptionKey)
{
    /// <summary>How often what waits is sent.</summary>
    public const int ProcessorSeconds = 5;

    /// <summary>How often Google is asked even without a webhook.</summary>
    public const int PollSeconds = 30;

    private const int SecretBytes = 32;
    private const int UsualPort = 7071;

    // The functions have the rights of their own role and no more, as docs/operations.md advises.
    private const string ServiceRole = "?options=-c%20role%3Dcalendar_sync_service";

    /// <summary>Draws the secrets and finds a port: the usual one of Functions where it is wanted and free.</summary>
    public static DemoSettings Draw(bool usualPort = false) => new(
        $"http://127.0.0.1:{(usualPort ? FreePort(UsualPort) : null) ?? FreePort(0)}",
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)),
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes)),
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>As the functions read them. The schedules are quicker than by default, so that one sees something happen.</summary>
    public IConfiguration ToConfiguration(string databaseUrl, EmulatorHost google) => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["DATABASE_URL"] = databaseUrl + ServiceRole,
            ["GOOGLE_CLIENT_ID"] = google.Emulator.Options.ClientId,
            ["GOOGLE_CLIENT_SECRET"] = google.Emulator.Options.ClientSecret,
            ["GOOGLE_REDIRECT_URI"] = $"{BaseUrl}/api/google-calendar-oauth-pkce",
            ["WEBHOOK_BASE_URL"] = $"{BaseUrl}/api/google-calendar-webhook",
            ["GOOGLE_AUTH_URL"] = google.AuthUrl,
            ["GOOGLE_TOKEN_URL"] = google.TokenUrl,
            ["GOOGLE_REVOKE_URL"] = google.RevokeUrl,
            ["GOOGLE_API_URL"] = google.ApiUrl,
            ["TOKEN_ENCRYPTION_KEY"] = TokenEncryptionKey,
            ["AUTH_JWT_SECRET"] = JwtSecret,
            ["FUNCTIONS_KEY"] = FunctionsKey,
            ["SyncProcessorSchedule"] = $"*/{ProcessorSeconds} * * * * *",
            ["SyncIncrementalSchedule"] = $"*/{PollSeconds} * * * * *",
        }).Build();

    private static int? FreePort(int wanted)
    {
        using var listener = new TcpListener(IPAddress.Loopback, wanted);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
