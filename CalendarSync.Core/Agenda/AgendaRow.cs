using CalendarSync.Core.Google;
using CalendarSync.Core.Recurrence;

using NodaTime;

namespace CalendarSync.Core.Agenda;

/// <summary>As much of a row of <c>events</c> as a day needs.</summary>
internal sealed record AgendaRow
{
    public Guid Id { get; init; }

    public string? Title { get; init; }

    public string? Location { get; init; }

    public string? Role { get; init; }

    public bool AllDay { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public string? TimeZone { get; init; }

    public string[]? Recurrence { get; init; }

    /// <summary>The zone of the calendar it is in: what it repeats by where it names none, as in Google.</summary>
    public string? CalendarTimeZone { get; init; }

    public bool IsSeries => Recurrence is { Length: > 0 };

    public AgendaEvent ToEvent() => new(
        Id, Title, Location, Role, AllDay, AllDay ? null : StartAt, AllDay ? null : EndAt, AllDay ? StartDate : null, AllDay ? EndDate : null, TimeZone);

    /// <summary>The same event at one of its occurrences.</summary>
    public AgendaEvent At(Occurrence occurrence) => AllDay
        ? ToEvent() with { StartDate = Date(occurrence.Start), EndDate = Date(occurrence.End) }
        : ToEvent() with { StartAt = occurrence.Start.ToDateTimeOffset(), EndAt = occurrence.End.ToDateTimeOffset() };

    /// <returns>Null where the row has no times, which the table's constraints exclude for live ones.</returns>
    public SeriesTimes? Times()
    {
        if (AllDay)
        {
            return StartDate is { } first && EndDate is { } last ? SeriesTimes.Days(LocalDate.FromDateOnly(first), LocalDate.FromDateOnly(last)) : null;
        }

        return StartAt is { } start && EndAt is { } end
            ? SeriesTimes.Timed(Instant.FromDateTimeOffset(start), Instant.FromDateTimeOffset(end), ZoneNames.Rules(TimeZone) ?? ZoneNames.Rules(CalendarTimeZone) ?? DateTimeZone.Utc)
            : null;
    }

    private static DateOnly Date(Instant midnight) => midnight.InUtc().Date.ToDateOnly();
}
