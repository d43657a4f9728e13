using System.Globalization;

using CalendarSync.Core.Configuration;
using CalendarSync.Core.Reconciliation;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Core;

/// <summary>
/// The settings, checked. One property for each, called as the setting is. The four that Key Vault can supply are read
/// anew at each use, since they can be rotated while the host runs; the rest never changes.
/// </summary>
public sealed class CalendarSyncOptions
{
    internal const string DefaultGoogleAuthUrl = "https://accounts.google.com/o/oauth2/v2/auth";
    internal const string DefaultGoogleTokenUrl = "https://oauth2.googleapis.com/token";
    internal const string DefaultGoogleRevokeUrl = "https://oauth2.googleapis.com/revoke";
    internal const string DefaultGoogleApiUrl = "https://www.googleapis.com/calendar/v3";
    internal const string DefaultTelegramApiUrl = "https://api.telegram.org";
    internal const string DefaultNotificationCulture = "fr-FR";
    internal const string DefaultNotificationTimeZone = "Europe/Paris";
    internal const int DefaultHealthMaxAgeMinutes = 60;
    internal const int DefaultRetentionQueueDays = 7;
    internal const int DefaultRetentionJournalDays = 90;
    internal const int DefaultRetentionConflictsDays = 365;
    internal const int DefaultRetentionRunsDays = 90;
    internal const int DefaultRetentionNotificationsDays = 30;
    internal static readonly IReadOnlyList<string> DefaultMirrorEventTypes = ["default"];
    internal static readonly Uri Nowhere = new("https://unset.invalid/");

    /// <summary><c>DATABASE_URL</c>, already an Npgsql connection string.</summary>
    public string DatabaseUrl { get; init; } = "";

    /// <summary><c>GOOGLE_CLIENT_ID</c>.</summary>
    public string GoogleClientId { get; init; } = "";

    /// <summary><c>GOOGLE_CLIENT_SECRET</c>, as last read.</summary>
    public string GoogleClientSecret
    {
        get => Secrets.Current.GoogleClientSecret ?? "";
        init => Secrets.Replace(Secrets.Current with { GoogleClientSecret = value });
    }

    /// <summary><c>GOOGLE_REDIRECT_URI</c>: this app's OAuth function, as registered with Google.</summary>
    public Uri GoogleRedirectUri { get; init; } = Nowhere;

    /// <summary><c>WEBHOOK_BASE_URL</c>; null means polling only.</summary>
    public Uri? WebhookBaseUrl { get; init; }

    /// <summary><c>GOOGLE_AUTH_URL</c>: Google's consent page.</summary>
    public Uri GoogleAuthUrl { get; init; } = new(DefaultGoogleAuthUrl);

    /// <summary><c>GOOGLE_TOKEN_URL</c>.</summary>
    public Uri GoogleTokenUrl { get; init; } = new(DefaultGoogleTokenUrl);

    /// <summary><c>GOOGLE_REVOKE_URL</c>.</summary>
    public Uri GoogleRevokeUrl { get; init; } = new(DefaultGoogleRevokeUrl);

    /// <summary><c>GOOGLE_API_URL</c>: ends in <c>/calendar/v3</c>, without a slash behind it.</summary>
    public Uri GoogleApiUrl { get; init; } = new(DefaultGoogleApiUrl);

    /// <summary><c>KEY_VAULT_URI</c>; null means that the secrets are settings like the others.</summary>
    public Uri? KeyVaultUri { get; init; }

    /// <summary><c>TOKEN_ENCRYPTION_KEY</c>, as last read.</summary>
    public string TokenEncryptionKey
    {
        get => Secrets.Current.TokenEncryptionKey ?? "";
        init => Secrets.Replace(Secrets.Current with { TokenEncryptionKey = value });
    }

    /// <summary><c>ALLOWED_RETURN_ORIGINS</c>, such as <c>https://app.example.com</c>.</summary>
    public IReadOnlyList<string> AllowedReturnOrigins { get; init; } = [];

    /// <summary><c>FUNCTIONS_KEY</c>; null means that nobody passes by key.</summary>
    public string? FunctionsKey { get; init; }

    /// <summary><c>CALENDAR_CONFIG_PATH</c>.</summary>
    public string? CalendarConfigPath { get; init; }

    /// <summary><c>AUTH_JWT_SECRET</c>, as last read; null where only <see cref="AuthJwksUrl"/> says who users are.</summary>
    public string? AuthJwtSecret
    {
        get => Secrets.Current.AuthJwtSecret;
        init => Secrets.Replace(Secrets.Current with { AuthJwtSecret = value });
    }

    /// <summary><c>AUTH_JWKS_URL</c>.</summary>
    public Uri? AuthJwksUrl { get; init; }

    /// <summary><c>AUTH_JWT_ISSUER</c>; null: not checked.</summary>
    public string? AuthJwtIssuer { get; init; }

    /// <summary><c>AUTH_JWT_AUDIENCE</c>; null: not checked.</summary>
    public string? AuthJwtAudience { get; init; }

    /// <summary><c>TELEGRAM_BOT_TOKEN</c>, as last read; null means no notifications.</summary>
    public string? TelegramBotToken
    {
        get => Secrets.Current.TelegramBotToken;
        init => Secrets.Replace(Secrets.Current with { TelegramBotToken = value });
    }

    /// <summary><c>TELEGRAM_CHAT_ID</c>: a number or a channel's name.</summary>
    public string? TelegramChatId { get; init; }

    /// <summary><c>TELEGRAM_TOPIC_ACTIONS</c>: the thread for events that were added.</summary>
    public int? TelegramTopicActions { get; init; }

    /// <summary><c>TELEGRAM_TOPIC_EMAIL</c>: the thread for events that were changed in Google.</summary>
    public int? TelegramTopicEmail { get; init; }

    /// <summary><c>TELEGRAM_TOPIC_SYSTEM</c>: the thread for results and alerts.</summary>
    public int? TelegramTopicSystem { get; init; }

    /// <summary><c>TELEGRAM_API_URL</c>.</summary>
    public Uri TelegramApiUrl { get; init; } = new(DefaultTelegramApiUrl);

    /// <summary><c>TELEGRAM_COMPANY_ID</c>: the one company that the chat is about; null: all.</summary>
    public Guid? TelegramCompanyId { get; init; }

    /// <summary><c>NOTIFICATION_CULTURE</c>.</summary>
    public CultureInfo NotificationCulture { get; init; } = CultureInfo.GetCultureInfo(DefaultNotificationCulture);

    /// <summary><c>NOTIFICATION_TIME_ZONE</c>, an IANA name.</summary>
    public string NotificationTimeZone { get; init; } = DefaultNotificationTimeZone;

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; null means no traces and metrics.</summary>
    public Uri? OtelExporterOtlpEndpoint { get; init; }

    /// <summary><c>MIRROR_EVENT_TYPES</c>: Google's event types that become rows.</summary>
    public IReadOnlyList<string> MirrorEventTypes { get; init; } = DefaultMirrorEventTypes;

    /// <summary><c>HEALTH_MAX_AGE_MINUTES</c>: how old the last successful pull may be.</summary>
    public int HealthMaxAgeMinutes { get; init; } = DefaultHealthMaxAgeMinutes;

    /// <summary><c>RETENTION_QUEUE_DAYS</c>: how long completed changes are kept.</summary>
    public int RetentionQueueDays { get; init; } = DefaultRetentionQueueDays;

    /// <summary><c>RETENTION_JOURNAL_DAYS</c>: how long decisions are kept; as long they can be explained.</summary>
    public int RetentionJournalDays { get; init; } = DefaultRetentionJournalDays;

    /// <summary><c>RETENTION_CONFLICTS_DAYS</c>: how long decided conflicts are kept; as long what lost can be brought back. Open ones stay.</summary>
    public int RetentionConflictsDays { get; init; } = DefaultRetentionConflictsDays;

    /// <summary><c>RETENTION_RUNS_DAYS</c>: how long the counts of the runs are kept.</summary>
    public int RetentionRunsDays { get; init; } = DefaultRetentionRunsDays;

    /// <summary><c>RETENTION_NOTIFICATIONS_DAYS</c>: how long it is kept that a notification was sent, or could not be.</summary>
    public int RetentionNotificationsDays { get; init; } = DefaultRetentionNotificationsDays;

    /// <summary><c>CONFLICT_POLICY</c>.</summary>
    internal ConflictPolicy ConflictPolicy { get; init; }

    /// <summary>What <see cref="CalendarConfigPath"/> holds.</summary>
    internal CalendarConfiguration Calendar { get; init; } = CalendarConfiguration.WithoutFile;

    internal LiveSecrets Secrets { get; init; } = new(SecretSettings.None);

    /// <summary>Reads and checks every setting.</summary>
    /// <param name="configuration">Settings by their names.</param>
    /// <returns>Options that the host can start with (with <c>KEY_VAULT_URI</c>: once the vault has been read).</returns>
    /// <exception cref="CalendarSyncConfigurationException">With the list of all faults.</exception>
    public static CalendarSyncOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return OptionsReader.Read(configuration);
    }
}
