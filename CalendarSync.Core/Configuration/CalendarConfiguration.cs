using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Configuration;

/// <summary>What <c>calendar_config.yaml</c> says; without a file, the primary calendar and no bounds.</summary>
internal sealed record CalendarConfiguration
{
    public static readonly CalendarConfiguration WithoutFile = new();

    /// <summary>False: the file asks for no sync at all.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Minutes; null where the file does not say.</summary>
    public int? SyncIntervalMinutes { get; init; }

    public IReadOnlyList<ConfiguredCalendar> Calendars { get; init; } = [new(ConfiguredCalendar.PrimaryId, null, null, null)];

    /// <summary>Null: no bounds.</summary>
    public SyncRange? SyncRange { get; init; }

    /// <summary>For the application's events that name no reminders of their own; empty: Google's default.</summary>
    public IReadOnlyList<Reminder> DefaultReminders { get; init; } = [];
}
