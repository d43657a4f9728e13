using System.Globalization;

using CalendarSync.Core.Agenda;
using CalendarSync.Core.Recurrence;
using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Page;

/// <summary>As much of a row of <c>events</c> as the page needs.</summary>
internal sealed record AppRow
{
    public Guid Id { get; init; }

    public string? GoogleId { get; init; }

    public string? Title { get; init; }

    public string? Location { get; init; }

    public bool AllDay { get; init; }

    public DateTime? StartAt { get; init; }

    public DateTime? EndAt { get; init; }

    /// <summary><c>2026-02-17</c>.</summary>
    public string? StartDate { get; init; }

    public string? EndDate { get; init; }

    public string? TimeZone { get; init; }

    public string[]? Recurrence { get; init; }

    /// <summary>Of an exception: it is a hole.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Of an exception or a hole.</summary>
    public Guid? SeriesId { get; init; }

    /// <summary>Where in the series, as in Google's ids of occurrences.</summary>
    public string? Slot { get; init; }

    /// <summary>As the product's own agenda reads them.</summary>
    public SeriesTimes? Times() => new AgendaRow
    {
        AllDay = AllDay, StartAt = StartAt, EndAt = EndAt, StartDate = Day(StartDate), EndDate = Day(EndDate), TimeZone = TimeZone, CalendarTimeZone = DemoPeople.TimeZone,
    }.Times();

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
