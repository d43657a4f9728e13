using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What the application does. A line about an event that is not there, or not as the line needs it, does nothing.</summary>
internal sealed class AppActs(SyncWorld world, Views views, Ledger ledger, bool hasRoles)
{
    private readonly AppSql _sql = new(world);

    public async Task PlayAsync(Line line)
    {
        // Where there is one calendar, roles mean nothing.
        line = hasRoles ? line : line.Without("role");
        var rows = await views.AppAllAsync();
        var row = Find(rows, line.On);
        var series = Names.IsOccurrence(line.On) ? Find(rows, Names.SeriesOf(line.On)) : null;
        var slot = series?.Series is { } weekly ? views.Slots.Name(line.On, weekly) : null;
        var does = line.Act switch
        {
            // Made again after it was deleted for good; what Google made first, only Google makes.
            "insert" => row is null && ledger.MadeBy(line.On) is null or Side.App,
            "instance" => row is null && slot is not null,
            "hole" => row is null ? slot is not null : row.Live,
            "restore" => row is { Live: false },
            "purge" => row is not null,
            _ => row is { Live: true },
        };
        if (!does)
        {
            return;
        }

        List<Told> told = [new(line.On, KindOf(line.Act), row?.Shown, Followed.In(line, row?.Shown))];
        if (row is { Slot: null } && line["whole"] is "yes")
        {
            var parts = rows.Where(r => r is { Slot: not null, Name: not null } && r.SeriesId == row.Id && (r.Live || line.Act is "purge"));
            told.AddRange(parts.Select(p => new Told(p.Name!, KindOf(line.Act), p.Shown, Followed.None)));
        }

        var statements = new List<SqlLine>();
        if (line.Act is "insert")
        {
            statements.Add(_sql.Insert(line, Names.IdOf(line.On)));
            told.AddRange(AddOccurrences(line, rows, statements));
        }
        else if (row is null)
        {
            statements.Add(_sql.InsertOccurrence(line, line.On, series!.Id, slot!));
        }
        else
        {
            statements.AddRange(_sql.Change(line, row));
        }

        var inStep = await StepsAsync(told);
        await _sql.ExecuteAsync(line.Act is "waver" ? [statements[..1], statements[1..]] : [statements]);
        var change = row is null ? null : await SlotsAsync(line, row, rows);
        foreach (var (act, number) in told.Select((a, i) => (a, i)))
        {
            ledger.Add(act.Name, Side.App, act.Kind, act.Seen, act.Values, inStep[number] with { Series = number == 0 && inStep[number].Series }, number == 0 ? change : null);
        }

        if (line["role"] is not null && row is { Slot: null })
        {
            // A call of its own.
            ledger.Add(line.On, Side.App, ActKind.Touch, row.Shown, Followed.None, new InStep(false));
        }
    }

    /// <summary>A series that comes with exceptions, all in one transaction. Some may still be there, from before it was made again.</summary>
    private IEnumerable<Told> AddOccurrences(Line line, IReadOnlyList<AppEvent> rows, List<SqlLine> statements)
    {
        if (line["weekly"] is not { } count)
        {
            yield break;
        }

        var weekly = WeeklySeries.Of(Moments.Slot(line), [WeeklySeries.RuleOf(count)])!;
        if (line["with"] is { } title && Find(rows, Names.OfTitle(title)!) is null && views.Slots.Name(Names.OfTitle(title)!, weekly) is { } changed)
        {
            statements.Add(_sql.InsertOccurrence(new Line($"app instance {Names.OfTitle(title)} title={title}"), Names.OfTitle(title)!, Names.IdOf(line.On), changed));
            yield return new Told(Names.OfTitle(title)!, ActKind.Edit, null, new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title });
        }

        if (line["without"] is { } name && Find(rows, name) is null && views.Slots.Name(name, weekly) is { } hole)
        {
            statements.Add(_sql.InsertOccurrence(new Line($"app hole {name}"), name, Names.IdOf(line.On), hole));
            yield return new Told(name, ActKind.Delete, null, Followed.None);
        }
    }

    private async Task<IReadOnlyList<InStep>> StepsAsync(IEnumerable<Told> told)
    {
        var steps = new List<InStep>();
        foreach (var name in told.Select(t => t.Name))
        {
            steps.Add(await views.StepAsync(name));
        }

        return steps;
    }

    /// <summary>What the application shows of a series after an act that gave it other slots; null where it has the same ones. What is no series here may be one in Google.</summary>
    private async Task<SlotChange?> SlotsAsync(Line line, AppEvent before, IReadOnlyList<AppEvent> rows)
    {
        var after = await views.AppAsync(before.Name!);
        return SlotChange.Between(
            line, before.Series, after?.Series, [.. rows.Where(r => r is { Live: true, Slot: not null, Name: not null } && r.SeriesId == before.Id).Select(r => (r.Name!, r.Shown))]);
    }

    private static ActKind KindOf(string act) => act switch
    {
        "insert" or "edit" or "twice" or "instance" => ActKind.Edit,
        "restore" => ActKind.Restore,
        "delete" or "cancel" or "hole" => ActKind.Delete,
        "purge" => ActKind.Purge,
        _ => ActKind.Touch,
    };

    private static AppEvent? Find(IReadOnlyList<AppEvent> rows, string name) => rows.FirstOrDefault(r => Names.AreSame(r.Name ?? "", name));

    private sealed record Told(string Name, ActKind Kind, Shown? Seen, IReadOnlyDictionary<string, string> Values);
}
