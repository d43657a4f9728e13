using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Both sides, one beside the other, as they are in the end.</summary>
internal sealed class Sides(SyncWorld world, Views views, IReadOnlyList<string> calendars, IReadOnlySet<string> held, Action<string> broken)
{
    public async Task CompareAsync(IReadOnlyList<Waiting> waiting)
    {
        foreach (var calendar in calendars)
        {
            await CompareEventsAsync(calendar);
        }

        var rows = await views.AppAllAsync();
        var events = views.GoogleAll();
        foreach (var row in rows.Where(r => r.Live && !IsHeld(r)))
        {
            ComparePlace(row, rows);
        }

        foreach (var series in rows.Where(r => r.Series is not null && !IsHeld(r)))
        {
            CompareSlots(series, rows, events);
        }

        foreach (var change in waiting.Where(w => !IsSo(w, rows, events)))
        {
            broken($"what waits says why: '{change.Reason}' is not so of {rows.FirstOrDefault(r => r.Id == change.EventId)}");
        }
    }

    private async Task CompareEventsAsync(string calendar)
    {
        var rows = await world.App.SeeAsync(calendar);
        var events = world.Google.LiveEvents(calendar).Select(GoogleSide.See).ToDictionary(e => e.Id, StringComparer.Ordinal);
        foreach (var id in rows.Keys.Union(events.Keys, StringComparer.Ordinal).Where(id => !held.Contains(id)).Order(StringComparer.Ordinal))
        {
            var (row, e) = (rows.GetValueOrDefault(id), events.GetValueOrDefault(id));
            if (row is null || e is null)
            {
                broken($"both sides are equal: only {(row is null ? "Google" : "the application")} has {row ?? e}");
            }
            else if (Seen.Difference(row, e) is { } difference)
            {
                broken($"both sides are equal: {difference}");
            }
        }
    }

    private void ComparePlace(AppEvent row, IReadOnlyList<AppEvent> rows)
    {
        if (row.GoogleEventId is null)
        {
            broken($"both sides are equal: {row} is not in Google");
        }
        else if (row.Slot is null && row.Role is "second" != string.Equals(row.GoogleCalendarId, calendars.ElementAtOrDefault(1), StringComparison.Ordinal))
        {
            broken($"an event is where its role says: {row}");
        }
        else if (row.Slot is not null && rows.FirstOrDefault(r => r.Id == row.SeriesId) is { Live: true } series && !IsHeld(series)
            && !string.Equals(row.GoogleCalendarId, series.GoogleCalendarId, StringComparison.Ordinal))
        {
            broken($"an occurrence is where its series is: {row}");
        }
    }

    /// <summary>Nothing takes place on one side only: of each slot of a series both say that it is as its series says, or is another event, or is a hole.</summary>
    private void CompareSlots(AppEvent series, IReadOnlyList<AppEvent> rows, IReadOnlyList<GoogleEvent> events)
    {
        for (var week = 0; week < series.Series!.Count; week++)
        {
            var slot = series.Series.SlotAt(week);
            var here = rows.Where(r => r.Slot == slot && r.SeriesId == series.Id).ToList();
            var there = events.Where(e => e.Slot == slot && string.Equals(e.SeriesId, series.GoogleEventId, StringComparison.Ordinal)
                && string.Equals(e.Calendar, series.GoogleCalendarId, StringComparison.Ordinal)).ToList();
            if (!here.Exists(IsHeld) && !there.Exists(e => held.Contains(e.Id)) && Say(here.Select(r => r.Live)) is var app && Say(there.Select(e => e.Live)) is var google && app != google)
            {
                broken($"both sides are equal: of {series.Name}, {slot} is {app} in the application and {google} in Google");
            }
        }
    }

    // Beside an event of its own there may be another row, or what a move left behind, that is deleted.
    private static string Say(IEnumerable<bool> live) => live.ToList() switch
    {
        [] => "as the series says",
        var some => some.Contains(true) ? "an event of its own" : "a hole",
    };

    private bool IsSo(Waiting change, IReadOnlyList<AppEvent> rows, IReadOnlyList<GoogleEvent> events)
    {
        if (change.Reason is Waiting.IdTaken)
        {
            return true;
        }

        if (rows.FirstOrDefault(r => r.Id == change.EventId) is not { Slot: { } slot } row)
        {
            return false;
        }

        var series = rows.FirstOrDefault(r => r.Id == row.SeriesId);
        return change.Reason switch
        {
            Waiting.SeriesDeleted => series is not { Live: true },
            Waiting.SeriesMissing => series?.GoogleEventId is null,
            Waiting.SeriesHeld => held.Contains(row.SeriesId.ToString()!),
            Waiting.SlotTaken => rows.Any(r => r.Id != row.Id && r.SeriesId == row.SeriesId && r.Slot == slot && r.GoogleEventId is not null),
            _ => events.FirstOrDefault(e => string.Equals(e.Id, series?.GoogleEventId ?? row.RecurringEventId, StringComparison.Ordinal)) is not { Series: { } weekly } || !weekly.Makes(slot),
        };
    }

    private bool IsHeld(AppEvent row) => held.Contains(row.Id.ToString());
}
