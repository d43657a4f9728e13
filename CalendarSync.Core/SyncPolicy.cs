using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core;

/// <summary>What the configuration says about how to sync.</summary>
internal sealed record SyncPolicy
{
    /// <summary>Setting <c>CONFLICT_POLICY</c>.</summary>
    public ConflictPolicy Conflicts { get; init; } = ConflictPolicy.LastWriteWins;

    /// <summary>For events whose application set no reminders; null leaves them to the calendar.</summary>
    public EventReminders? DefaultReminders { get; init; }

    /// <summary>Google's event types that become rows; only <c>default</c> ones are ever written to.</summary>
    public IReadOnlyList<string> EventTypes { get; init; } = ["default"];

    /// <summary>How far back a full listing looks; null for no bound.</summary>
    public TimeSpan? Past { get; init; }

    /// <summary>How far ahead; null for no bound.</summary>
    public TimeSpan? Future { get; init; }

    /// <summary>False: the calendar file switches the sync off. Changes wait on both sides.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How often a calendar without a living push channel is asked, between the passes that ask all of them.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one run may take before it leaves the rest to the next one.</summary>
    public TimeSpan PassBudget { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Calendars worked on at the same time.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>Fetch the next page while one is applied.</summary>
    public bool ReadsAhead { get; init; } = true;
}
