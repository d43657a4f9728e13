namespace CalendarSync.Core.Agenda;

/// <summary>One event of a day. Timed events have instants, all-day events have days.</summary>
/// <param name="Id">The row; of an occurrence, its series' row.</param>
/// <param name="Title">Null where there is none, and of somebody else's private event.</param>
/// <param name="Location">As the title.</param>
/// <param name="Role">The role (casquette) it belongs to.</param>
/// <param name="AllDay">Whether it has days.</param>
/// <param name="StartAt">UTC.</param>
/// <param name="EndAt">UTC, exclusive.</param>
/// <param name="StartDate">First day.</param>
/// <param name="EndDate">Exclusive.</param>
/// <param name="TimeZone">The event's own zone, IANA; null where it names none.</param>
public sealed record AgendaEvent(
    Guid Id,
    string? Title,
    string? Location,
    string? Role,
    bool AllDay,
    DateTimeOffset? StartAt,
    DateTimeOffset? EndAt,
    DateOnly? StartDate,
    DateOnly? EndDate,
    string? TimeZone);
