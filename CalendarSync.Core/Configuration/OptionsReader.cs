using System.Globalization;
using System.Text;

using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Security;

using Microsoft.Extensions.Configuration;

using NodaTime;

namespace CalendarSync.Core.Configuration;

/// <summary>From settings to options, with every fault at once.</summary>
internal static class OptionsReader
{
    // A hundred years: for ever, and still a date.
    private const int MostDays = 36_500;

    /// <exception cref="CalendarSyncConfigurationException">At least one setting is missing or wrong.</exception>
    public static CalendarSyncOptions Read(IConfiguration configuration)
    {
        var settings = new SettingReader(configuration);
        CalendarSyncOptions options = Read(settings);
        if (settings.Faults.Count > 0)
        {
            throw new CalendarSyncConfigurationException(settings.Faults);
        }

        return options;
    }

    /// <summary>What is wrong with secrets, wherever they come from.</summary>
    /// <param name="secrets">As read.</param>
    /// <param name="jwksConfigured">Users' tokens can be checked without <c>AUTH_JWT_SECRET</c>.</param>
    /// <param name="faults">Gets one sentence for each fault.</param>
    public static void Check(SecretSettings secrets, bool jwksConfigured, ICollection<string> faults)
    {
        if (secrets.GoogleClientSecret is null)
        {
            faults.Add("GOOGLE_CLIENT_SECRET is required.");
        }

        if (secrets.TokenEncryptionKey is null)
        {
            faults.Add("TOKEN_ENCRYPTION_KEY is required.");
        }
        else if (EncryptionKeys.TryParse(secrets.TokenEncryptionKey, out string? fault) is null)
        {
            faults.Add($"TOKEN_ENCRYPTION_KEY {fault}.");
        }

        if (secrets.AuthJwtSecret is null && !jwksConfigured)
        {
            faults.Add("AUTH_JWT_SECRET or AUTH_JWKS_URL is required.");
        }
        else if (secrets.AuthJwtSecret is { } secret && Encoding.UTF8.GetByteCount(secret) < 16)
        {
            faults.Add("AUTH_JWT_SECRET must have at least 16 bytes (32 are recommended).");
        }
    }

    private static CalendarSyncOptions Read(SettingReader settings)
    {
        string databaseUrl = settings.Required("DATABASE_URL");
        string? connectionString = databaseUrl.Length == 0 ? "" : DatabaseUrl.TryToConnectionString(databaseUrl);
        if (connectionString is null)
        {
            settings.Fault("DATABASE_URL", "must be a postgresql:// address with a host, or an Npgsql connection string");
        }

        string clientId = settings.Required("GOOGLE_CLIENT_ID");
        Uri? redirect = settings.Text("GOOGLE_REDIRECT_URI") is null ? null : settings.Address("GOOGLE_REDIRECT_URI");
        if (settings.Text("GOOGLE_REDIRECT_URI") is null)
        {
            settings.Fault("GOOGLE_REDIRECT_URI", "is required");
        }

        Uri? vault = settings.Address("KEY_VAULT_URI");
        Uri? jwks = settings.Address("AUTH_JWKS_URL");
        var secrets = new SecretSettings(
            settings.Text("GOOGLE_CLIENT_SECRET"), settings.Text("TOKEN_ENCRYPTION_KEY"), settings.Text("AUTH_JWT_SECRET"), settings.Text("TELEGRAM_BOT_TOKEN"));
        if (settings.Text("KEY_VAULT_URI") is null)
        {
            Check(secrets, settings.Text("AUTH_JWKS_URL") is not null, settings.Faults);
        }

        return new CalendarSyncOptions
        {
            DatabaseUrl = connectionString ?? "",
            GoogleClientId = clientId,
            Secrets = new LiveSecrets(secrets),
            GoogleRedirectUri = redirect ?? CalendarSyncOptions.Nowhere,
            WebhookBaseUrl = settings.Address("WEBHOOK_BASE_URL"),
            GoogleAuthUrl = settings.Address("GOOGLE_AUTH_URL", CalendarSyncOptions.DefaultGoogleAuthUrl),
            GoogleTokenUrl = settings.Address("GOOGLE_TOKEN_URL", CalendarSyncOptions.DefaultGoogleTokenUrl),
            GoogleRevokeUrl = settings.Address("GOOGLE_REVOKE_URL", CalendarSyncOptions.DefaultGoogleRevokeUrl),
            GoogleApiUrl = ApiUrl(settings),
            KeyVaultUri = vault,
            AllowedReturnOrigins = Origins(settings),
            FunctionsKey = settings.Text("FUNCTIONS_KEY"),
            CalendarConfigPath = settings.Text("CALENDAR_CONFIG_PATH"),
            Calendar = settings.Text("CALENDAR_CONFIG_PATH") is { } path
                ? CalendarConfigurationFile.Read(path.Trim(), settings.Faults)
                : CalendarConfiguration.WithoutFile,
            ConflictPolicy = Policy(settings),
            AuthJwksUrl = jwks,
            AuthJwtIssuer = settings.Text("AUTH_JWT_ISSUER")?.Trim(),
            AuthJwtAudience = settings.Text("AUTH_JWT_AUDIENCE")?.Trim(),
            TelegramChatId = ChatId(settings),
            TelegramTopicActions = settings.OptionalNumber("TELEGRAM_TOPIC_ACTIONS", 1, int.MaxValue),
            TelegramTopicEmail = settings.OptionalNumber("TELEGRAM_TOPIC_EMAIL", 1, int.MaxValue),
            TelegramTopicSystem = settings.OptionalNumber("TELEGRAM_TOPIC_SYSTEM", 1, int.MaxValue),
            TelegramApiUrl = settings.Address("TELEGRAM_API_URL", CalendarSyncOptions.DefaultTelegramApiUrl),
            TelegramCompanyId = settings.Id("TELEGRAM_COMPANY_ID"),
            NotificationCulture = Culture(settings),
            NotificationTimeZone = TimeZone(settings),
            OtelExporterOtlpEndpoint = Collector(settings),
            MirrorEventTypes = EventTypes(settings),
            HealthMaxAgeMinutes = settings.Number("HEALTH_MAX_AGE_MINUTES", CalendarSyncOptions.DefaultHealthMaxAgeMinutes, 1, 525_600),
            RetentionQueueDays = settings.Number("RETENTION_QUEUE_DAYS", CalendarSyncOptions.DefaultRetentionQueueDays, 1, MostDays),
            RetentionJournalDays = settings.Number("RETENTION_JOURNAL_DAYS", CalendarSyncOptions.DefaultRetentionJournalDays, 1, MostDays),
            RetentionConflictsDays = settings.Number("RETENTION_CONFLICTS_DAYS", CalendarSyncOptions.DefaultRetentionConflictsDays, 1, MostDays),
            RetentionRunsDays = settings.Number("RETENTION_RUNS_DAYS", CalendarSyncOptions.DefaultRetentionRunsDays, 1, MostDays),
            RetentionNotificationsDays = settings.Number("RETENTION_NOTIFICATIONS_DAYS", CalendarSyncOptions.DefaultRetentionNotificationsDays, 1, MostDays),
        };
    }

    private static Uri ApiUrl(SettingReader settings)
    {
        Uri url = settings.Address("GOOGLE_API_URL", CalendarSyncOptions.DefaultGoogleApiUrl);
        if (url.Query.Length > 0 || !url.AbsolutePath.TrimEnd('/').EndsWith("/calendar/v3", StringComparison.Ordinal))
        {
            settings.Fault("GOOGLE_API_URL", "must end in /calendar/v3");
        }

        return new Uri(url.AbsoluteUri.TrimEnd('/'));
    }

    private static List<string> Origins(SettingReader settings)
    {
        var origins = new List<string>();
        foreach (string text in settings.List("ALLOWED_RETURN_ORIGINS"))
        {
            Uri? origin = SettingAddress.TryParse(text);
            if (origin is null || origin.AbsolutePath is not "/" || origin.Query.Length > 0)
            {
                settings.Fault("ALLOWED_RETURN_ORIGINS", "must list origins only, such as https://app.example.com (plain http for this machine itself only)");
                break;
            }

            origins.Add(origin.GetLeftPart(UriPartial.Authority));
        }

        return origins;
    }

    private static ConflictPolicy Policy(SettingReader settings)
    {
        switch (settings.Text("CONFLICT_POLICY")?.Trim())
        {
            case null or "last-write-wins":
                return ConflictPolicy.LastWriteWins;
            case "google-wins":
                return ConflictPolicy.GoogleWins;
            case "app-wins":
                return ConflictPolicy.AppWins;
            case "manual":
                return ConflictPolicy.Manual;
            default:
                settings.Fault("CONFLICT_POLICY", "must be last-write-wins, google-wins, app-wins or manual");
                return ConflictPolicy.LastWriteWins;
        }
    }

    private static string? ChatId(SettingReader settings)
    {
        string? chat = settings.Text("TELEGRAM_CHAT_ID")?.Trim();
        if (chat is null && settings.Text("TELEGRAM_BOT_TOKEN") is not null)
        {
            settings.Fault("TELEGRAM_CHAT_ID", "is required with TELEGRAM_BOT_TOKEN");
        }

        return chat;
    }

    private static CultureInfo Culture(SettingReader settings)
    {
        try
        {
            return CultureInfo.GetCultureInfo(settings.Text("NOTIFICATION_CULTURE")?.Trim() ?? CalendarSyncOptions.DefaultNotificationCulture, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            settings.Fault("NOTIFICATION_CULTURE", "must be the name of a culture, such as fr-FR");
            return CultureInfo.InvariantCulture;
        }
    }

    private static string TimeZone(SettingReader settings)
    {
        string zone = settings.Text("NOTIFICATION_TIME_ZONE")?.Trim() ?? CalendarSyncOptions.DefaultNotificationTimeZone;
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
        {
            settings.Fault("NOTIFICATION_TIME_ZONE", "must be an IANA time zone, such as Europe/Paris");
        }

        return zone;
    }

    // A collector beside the app is usually plain http under a name of its own: no loopback rule here.
    private static Uri? Collector(SettingReader settings)
    {
        if (settings.Text("OTEL_EXPORTER_OTLP_ENDPOINT") is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? endpoint) && endpoint.Scheme is "http" or "https" && endpoint.UserInfo.Length == 0)
        {
            return endpoint;
        }

        settings.Fault("OTEL_EXPORTER_OTLP_ENDPOINT", "must be an http or https address");
        return null;
    }

    private static IReadOnlyList<string> EventTypes(SettingReader settings)
    {
        IReadOnlyList<string> types = settings.List("MIRROR_EVENT_TYPES");
        if (types.Any(type => type.Length > 50 || !type.All(char.IsAsciiLetterOrDigit)))
        {
            settings.Fault("MIRROR_EVENT_TYPES", "must list Google's event types, such as default,focusTime");
        }

        return types.Count == 0 ? CalendarSyncOptions.DefaultMirrorEventTypes : types;
    }
}
