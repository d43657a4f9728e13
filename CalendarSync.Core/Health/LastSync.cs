namespace CalendarSync.Core.Health;

/// <summary>What the last run did.</summary>
/// <param name="Timestamp">When it finished, UTC.</param>
/// <param name="EventsCreated">Events made, on either side.</param>
/// <param name="EventsUpdated">Events changed, on either side.</param>
/// <param name="ErrorsCount">Changes or calendars that failed.</param>
public sealed record LastSync(DateTimeOffset Timestamp, int EventsCreated, int EventsUpdated, int ErrorsCount);
