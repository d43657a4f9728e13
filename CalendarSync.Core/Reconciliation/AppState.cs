namespace CalendarSync.Core.Reconciliation;

/// <summary>The application's side of one event.</summary>
/// <param name="Fields">What the row says; for a deleted row, what it said last.</param>
/// <param name="Normal">The same as Google would say it back: colours snapped, defaults filled in. Comparisons with Google use this form.</param>
/// <param name="ChangedAt">When the application last wrote the row, our clock, UTC.</param>
/// <param name="Deleted">The row is deleted, softly or for good.</param>
internal sealed record AppState(EventFields Fields, EventFields Normal, DateTimeOffset ChangedAt, bool Deleted)
{
    /// <summary>The fields in which the row neither says nor means what Google says.</summary>
    public EventField DifferencesFrom(EventFields google) => Fields.DifferencesFrom(google) & Normal.DifferencesFrom(google);
}
