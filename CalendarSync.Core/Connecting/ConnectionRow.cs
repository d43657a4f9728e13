using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Connecting;

/// <summary>A connection as its administration reads it.</summary>
internal sealed record ConnectionRow
{
    public const string Columns =
        "id, company_id, grant_id, calendar_id, name, role, color, google_color, color_error, enabled, sync_direction, status, last_error, expires_at, default_reminders::text AS default_reminders, private_as_busy";

    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid? GrantId { get; init; }

    /// <summary>An address: never in a log.</summary>
    public string CalendarId { get; init; } = "";

    public string? Name { get; init; }

    public string? Role { get; init; }

    public string? Color { get; init; }

    public string? GoogleColor { get; init; }

    public string? ColorError { get; init; }

    public bool Enabled { get; init; }

    public string SyncDirection { get; init; } = "";

    public string Status { get; init; } = "";

    public string? LastError { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public string? DefaultReminders { get; init; }

    public bool PrivateAsBusy { get; init; }

    public bool IsDisconnected => Status is "disabled";

    public ConnectionView ToView(ConnectionActivity activity) => new(
        Id, CalendarId, Name, Role, Color, Enabled, SyncDirection, Status, LastError, ExpiresAt,
        RemindersDocument.Read(DefaultReminders) is { UseDefault: false } reminders ? [.. reminders.Overrides.Select(r => new ReminderView(r.Method, r.Minutes))] : null,
        PrivateAsBusy ? "busy" : "full", activity.AccessRole, activity.LastPullAt, activity.Channel, activity.LastChange,
        GoogleColor, ColorError);

    public override string ToString() => $"Connection {Id}";
}
