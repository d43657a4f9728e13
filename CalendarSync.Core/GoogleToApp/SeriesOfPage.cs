using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;
using Npgsql;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What is known, before a page is applied, of the series that it and its exceptions are of. An exception belongs where its series is.</summary>
internal sealed class SeriesOfPage
{
    private readonly ILookup<string, (Guid Id, bool Here)> located;
    private readonly Dictionary<string, GoogleEvent> items;

    private SeriesOfPage(
        IReadOnlyDictionary<string, (Guid? Id, bool Purged)> stored, ILookup<string, (Guid Id, bool Here)> located, Dictionary<string, GoogleEvent> items) =>
        (Stored, this.located, this.items) = (stored, located, items);

    /// <summary>By Google's id: the series' row in this calendar, and whether there was one that was deleted for good.</summary>
    public IReadOnlyDictionary<string, (Guid? Id, bool Purged)> Stored { get; }

    /// <param name="connection">The transaction.</param>
    /// <param name="calendar">Whose page it is.</param>
    /// <param name="items">The page.</param>
    /// <param name="linked">Rows of this calendar, by Google's id.</param>
    /// <param name="cancellationToken">Stops waiting for the database.</param>
    public static async Task<SeriesOfPage> LoadAsync(
        NpgsqlConnection connection, Connection calendar, IReadOnlyList<GoogleEvent> items, IReadOnlyDictionary<string, EventRow> linked,
        CancellationToken cancellationToken)
    {
        // Those of exceptions, and those that may have been deleted for good and come back.
        string[] concerned = [.. items.Select(i => i.RecurringEventId ?? (i.Recurrence is { Count: > 0 } && !linked.ContainsKey(i.Id!) ? i.Id : null)).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] holesOf = [.. items.Where(i => i is { IsCancelled: true, RecurringEventId: not null } && !linked.ContainsKey(i.Id!)).Select(i => i.RecurringEventId!).Distinct(StringComparer.Ordinal)];
        return new SeriesOfPage(
            concerned.Length == 0
                ? new Dictionary<string, (Guid? Id, bool Purged)>(StringComparer.Ordinal)
                : await PageStore.FindSeriesAsync(connection, calendar.CalendarId, concerned, cancellationToken),
            (holesOf.Length == 0 ? [] : await PageStore.LocateAsync(connection, calendar, holesOf, cancellationToken))
                .ToLookup(s => s.GoogleEventId, s => (s.Id, s.Here), StringComparer.Ordinal),
            holesOf.Length == 0 ? [] : items.ToDictionary(i => i.Id!, StringComparer.Ordinal));
    }

    /// <summary>Whether an event may become a row: exceptions belong to their series wherever they lie, and what is left of one that is gone for good is past.</summary>
    public bool Wants(GoogleEvent item, PageUnderWork page, RangeCheck range) =>
        item.RecurringEventId is not { } id
            ? range.Holds(item)
            : page.Brings(id) || Stored.GetValueOrDefault(id) is { Id: not null } || (!Stored.GetValueOrDefault(id).Purged && range.Holds(item));

    /// <summary>
    /// A hole that stays no hole here: its series is in another calendar, or is deleted here and was never known; or both were known in another calendar, and
    /// come here together.
    /// </summary>
    /// <param name="hole">A tombstone of an occurrence, of which there is no row in this calendar.</param>
    /// <param name="elsewhere">Its rows in other calendars.</param>
    public bool IsElsewhere(GoogleEvent hole, IEnumerable<EventRow> elsewhere)
    {
        var seriesId = hole.RecurringEventId!;
        var known = located[seriesId].ToList();
        if (known.Exists(s => s.Here))
        {
            return elsewhere.Any(r => known.Exists(s => s.Here && s.Id == r.SeriesId));
        }

        return items.TryGetValue(seriesId, out var series)
            ? series.IsCancelled || elsewhere.Any(r => known.Exists(s => s.Id == r.SeriesId))
            : elsewhere.Any() || known.Count > 0;
    }
}
