using CalendarSync.Tests.Simulation.Acts;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>What the account of the people's acts says about how both sides have to end.</summary>
internal sealed class Promises(Views views, Ledger ledger, ConflictValues conflicts, IReadOnlySet<string> held, Action<string> broken)
{
    public async Task CheckAsync(bool lastWriteWins)
    {
        foreach (var name in ledger.Events)
        {
            var rows = await views.AppAllAsync(name);
            var events = views.GoogleAll(name);
            if (rows.Any(r => held.Contains(r.Id.ToString())) || events.Any(e => held.Contains(e.Id)))
            {
                continue;
            }

            var live = events.Where(e => e.Live).ToList();
            if (rows.Count(r => r.Live) > 1 || live.Count > 1)
            {
                broken($"no duplicates: {name} is there {rows.Count(r => r.Live)} times in the application and {live.Count} times in Google");
                continue;
            }

            var row = rows.FirstOrDefault(r => r.Live)?.Shown;
            var google = live.FirstOrDefault()?.Shown;
            CheckEdits(name, row, google);
            CheckDeletions(name, row, google, rows.Count + events.Count > 0);
            if (lastWriteWins)
            {
                CheckWinners(name, row, google);
            }

            if (live.FirstOrDefault() is { } e && ledger.Theirs.TryGetValue(name, out var theirs) && !string.Equals(e.Property, theirs, StringComparison.Ordinal))
            {
                broken($"what only Google knows stays: {name} had theirs={theirs}, and has {e.Property ?? "nothing"}");
            }
        }
    }

    private void CheckEdits(string name, Shown? row, Shown? google)
    {
        foreach (var edit in ledger.Edits.Where(e => string.Equals(e.Act.Name, name, StringComparison.Ordinal)))
        {
            var isThere = edit.IsIn(row) && edit.IsIn(google);
            if (isThere || edit.Superseded || ledger.WentWithItsSeries(edit))
            {
                continue;
            }

            if (ledger.IsUndisputed(edit))
            {
                broken($"an edit that nobody touched is on both sides: {edit}; the application shows {row}, Google {google}");
            }
            else if (!conflicts.Keep(edit))
            {
                broken($"no lost edit: {edit}; the application shows {row}, Google {google}, and no conflict has it");
            }
        }
    }

    private void CheckWinners(string name, Shown? row, Shown? google)
    {
        foreach (var later in Shown.Fields.Select(f => ledger.LaterOfTwo(name, f)).OfType<Edit>().Where(e => !e.IsIn(row) || !e.IsIn(google)))
        {
            broken($"the last write wins: {later}; the application shows {row}, Google {google}");
        }
    }

    private void CheckDeletions(string name, Shown? row, Shown? google, bool isKnown)
    {
        foreach (var act in ledger.Acts.Where(a => a.IsDeletion && string.Equals(a.Name, name, StringComparison.Ordinal)))
        {
            if (ledger.IsUndisputed(act) && (row is not null || google is not null))
            {
                broken($"a deleted event stays deleted: {name}, deleted in {act.Side} (act {act.Number}); the application shows {row}, Google {google}");
            }
            else if (ledger.IsUndisputed(act) && act.Kind == ActKind.Delete && Names.IsOccurrence(name) && !isKnown)
            {
                broken($"a hole stays a hole: {name}, deleted in {act.Side} (act {act.Number}), is on neither side");
            }
        }
    }
}
