namespace CalendarSync.Local.Emulator;

/// <summary>What a listing says about a cancelled event.</summary>
internal enum TombstoneDetail
{
    /// <summary>Only what Google guarantees: id and status; for an exception also its series and slot.</summary>
    Minimal,

    /// <summary>As the reference reads: with <c>showDeleted=true</c> the organizer's calendar keeps the details.</summary>
    WhenShowDeleted,

    /// <summary>Details always.</summary>
    Full,
}
