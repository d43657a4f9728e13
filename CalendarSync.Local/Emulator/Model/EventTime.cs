using NodaTime;

namespace CalendarSync.Local.Emulator.Model;

/// <summary>Start or end: a date, or an instant with the zone the writer named.</summary>
internal sealed record EventTime(LocalDate? Date, Instant? Instant, string? TimeZone)
{
    public bool IsAllDay => Date is not null;

    /// <summary>The instant at which this begins, an all-day one in the calendar's zone.</summary>
    public Instant InstantIn(DateTimeZone calendarZone) => Instant ?? calendarZone.AtStartOfDay(Date!.Value).ToInstant();

    /// <summary>Same moment; the zone is not compared.</summary>
    public bool SameMoment(EventTime? other) => other is not null && other.Date == Date && other.Instant == Instant;
}
