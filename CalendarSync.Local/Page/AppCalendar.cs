using CalendarSync.Core.Recurrence;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;

using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Page;

/// <summary>The rows as a calendar: series expanded by the product's own expander, a row in place of each occurrence that has one.</summary>
internal sealed class AppCalendar
{
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;

    private readonly IReadOnlyList<AppRow> _rows;
    private readonly Dictionary<Guid, AppRow> _byId;
    private readonly HashSet<string> _taken;

    public AppCalendar(IReadOnlyList<AppRow> rows)
    {
        _rows = rows;
        _byId = rows.ToDictionary(row => row.Id);
        _taken = rows.Where(row => row.SeriesId is not null).Select(row => OccurrenceId(row.SeriesId!.Value, row.Slot!)).ToHashSet(StringComparer.Ordinal);
    }

    public IReadOnlyList<SideEvent> On(ShownDays days) => [.. _rows.SelectMany(row => Seen(row, days))];

    /// <summary>The row that stands for an occurrence, a hole too; null where none does.</summary>
    public AppRow? RowOf(Guid series, EventTime slot)
    {
        string id = InstanceIds.Of(series.ToString(), slot);
        return _taken.Contains(id) ? _rows.First(row => row.SeriesId == series && string.Equals(OccurrenceId(series, row.Slot!), id, StringComparison.Ordinal)) : null;
    }

    /// <summary>The occurrence that a series makes at a slot; null where it makes none.</summary>
    public Occurrence? Made(Guid series, EventTime slot)
    {
        if (!_byId.TryGetValue(series, out AppRow? row) || row.AllDay != slot.IsAllDay)
        {
            return null;
        }

        Instant start = slot.Date is { } date ? date.AtMidnight().InUtc().ToInstant() : slot.Instant!.Value;
        return Expand(row, start, start + Duration.FromSeconds(1)).Where(occurrence => occurrence.Start == start).Select(occurrence => (Occurrence?)occurrence).FirstOrDefault();
    }

    private IEnumerable<SideEvent> Seen(AppRow row, ShownDays days)
    {
        if (row.SeriesId is { } series)
        {
            return Changed(row, series);
        }

        if (!RepeatLines.AreReadable(row.Recurrence, row.AllDay))
        {
            return [Stored(row, SideEventKind.Event)];
        }

        // The days of an all-day series are the same everywhere.
        Instant from = row.AllDay ? days.First.AtMidnight().InUtc().ToInstant() : days.From;
        Instant to = row.AllDay ? from + Duration.FromDays(days.Count) : days.To;
        return Expand(row, from, to).Select(occurrence => Unchanged(row, occurrence)).Where(seen => !_taken.Contains(seen.Id)).Prepend(Stored(row, SideEventKind.Series));
    }

    private IEnumerable<SideEvent> Changed(AppRow row, Guid id)
    {
        AppRow? series = _byId.GetValueOrDefault(id);
        string? googleId = row.GoogleId ?? (series?.GoogleId is { } google ? $"{google}_{row.Slot}" : null);
        if (!row.IsDeleted)
        {
            return [Stored(row, SideEventKind.Occurrence) with { GoogleId = googleId, SeriesId = id.ToString(), Slot = row.Slot }];
        }

        // A hole where the series no longer makes anything is none.
        return series is not null && InstanceIds.Parse(OccurrenceId(id, row.Slot!)) is { } parsed && Made(id, parsed.Slot) is not null
            ? [new SideEvent(SideEventKind.Hole, row.Id.ToString(), googleId, series.Title, null, series.AllDay, row.Slot!, row.Slot!) { SeriesId = id.ToString(), Slot = row.Slot }]
            : [];
    }

    private static SideEvent Stored(AppRow row, SideEventKind kind)
    {
        (string start, string end) = row.AllDay ? (row.StartDate!, row.EndDate!) : (Text(row.StartAt!.Value), Text(row.EndAt!.Value));
        return new SideEvent(kind, row.Id.ToString(), row.GoogleId, row.Title, row.Location, row.AllDay, start, end)
        {
            Repeat = RepeatLines.Read(row.Recurrence), Rule = string.Join('\n', row.Recurrence ?? []),
        };
    }

    private static SideEvent Unchanged(AppRow series, Occurrence occurrence)
    {
        string id = InstanceIds.Of(series.Id.ToString(), Slot(series, occurrence.Start));
        string slot = id[(id.LastIndexOf('_') + 1)..];
        (string start, string end) = series.AllDay
            ? (Day.Format(occurrence.Start.InUtc().Date), Day.Format(occurrence.End.InUtc().Date))
            : (Text(occurrence.Start), Text(occurrence.End));
        return new SideEvent(
            SideEventKind.Occurrence, id, series.GoogleId is null ? null : $"{series.GoogleId}_{slot}", series.Title, series.Location, series.AllDay, start, end)
        {
            SeriesId = series.Id.ToString(), Slot = slot,
        };
    }

    private static IReadOnlyList<Occurrence> Expand(AppRow row, Instant from, Instant to)
    {
        if (row.Times() is not { } times || !Series.Read(times, row.Recurrence ?? []).IsRead(out Series? series, out _))
        {
            return [];
        }

        Expansion expansion = series.Expand(from, to, SeriesExpansion.Most, new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None));
        return expansion.End is ExpansionEnd.TooCostly ? [] : expansion.Occurrences;
    }

    private static EventTime Slot(AppRow series, Instant start) =>
        series.AllDay ? new EventTime(start.InUtc().Date, Instant: null, TimeZone: null) : new EventTime(Date: null, start, TimeZone: null);

    private static string OccurrenceId(Guid series, string slot) => $"{series}_{slot}";

    private static string Text(DateTime utc) => Text(Instant.FromDateTimeUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc)));

    private static string Text(Instant at) => Minute.Format(at.InZone(ShownDays.Zone).LocalDateTime);
}
