namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>A change that cannot be brought to Google as it is, and says so: it waits for the application to put it otherwise. Whether what it says is so is judged.</summary>
internal sealed record Waiting(Guid EventId, string? GoogleEventId, string Reason)
{
    /// <summary>Google keeps the id of what was cleared away in a calendar: where the event may go is another role, which a person has to give.</summary>
    public const string IdTaken = "refused: idTakenInThatCalendar";

    public const string SeriesDeleted = "refused: seriesDeleted";
    public const string SeriesMissing = "waiting: its series is not in Google yet";
    public const string SeriesHeld = "waiting: a conflict of its series has to be decided";
    public const string SlotTaken = "refused: slotTaken";
    public const string NoSlot = "refused: noSuchOccurrence";

    public const string Sql = """
        SELECT q.event_id, e.google_event_id, q.error_message AS reason
          FROM google_calendar_sync_queue q LEFT JOIN events e ON e.id = q.event_id
         WHERE q.status <> 'completed' AND q.error_message = ANY (@reasons)
         ORDER BY q.id
        """;

    public static IReadOnlyList<string> Reasons { get; } = [IdTaken, SeriesDeleted, SeriesMissing, SeriesHeld, SlotTaken, NoSlot];

    public IEnumerable<string> Ids => GoogleEventId is null ? [EventId.ToString()] : [EventId.ToString(), GoogleEventId];
}
