namespace CalendarSync.Core.Reconciliation;

/// <summary>When an event takes place: instants and a zone, or days with an exclusive end. Never both.</summary>
/// <param name="StartAt">First instant (UTC offset zero) of a timed event.</param>
/// <param name="EndAt">End instant (UTC offset zero) of a timed event.</param>
/// <param name="StartDate">First day of an all-day event.</param>
/// <param name="EndDate">The day after the last one of an all-day event.</param>
/// <param name="TimeZone">IANA zone of a timed event; null where the application named none. Always null for all-day events.</param>
internal sealed record EventTimes(DateTimeOffset? StartAt, DateTimeOffset? EndAt, DateOnly? StartDate, DateOnly? EndDate, string? TimeZone)
{
    public bool AllDay => StartDate is not null;

    public static EventTimes Timed(DateTimeOffset startAt, DateTimeOffset endAt, string? timeZone) =>
        new(startAt.ToUniversalTime(), endAt.ToUniversalTime(), null, null, timeZone);

    public static EventTimes Days(DateOnly start, DateOnly endExclusive) => new(null, null, start, endExclusive, null);
}
