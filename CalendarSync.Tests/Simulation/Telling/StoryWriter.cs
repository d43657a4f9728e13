namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>
/// Makes a story from a seed: first its conditions and the kinds of acts and faults that it has at all, few of them, so that each
/// gets its turn; then line after line.
/// </summary>
internal sealed class StoryWriter
{
    private static readonly string[] AppKinds = ["delete", "cancel", "purge", "restore", "twice", "waver", "touch"];
    private static readonly string[] GoogleKinds = ["delete", "restore", "touch", "note"];
    private static readonly string[] WorldKinds = ["forgets-tokens", "empties-trash", "loses-account", "disconnects", "retries", "clock"];
    private static readonly string[] WorkerFaults = ["dies", "breaks", "breaks", "stops", "sleeps"];
    private static readonly string[] OccurrenceKinds = ["instance", "instance", "instance", "hole", "hole", "edit", "edit", "edit", "delete", "restore"];

    private readonly Dice _dice;
    private readonly Values _values;
    private readonly List<Line> _lines = [];
    private readonly IReadOnlyList<string> _appKinds;
    private IReadOnlyList<string> _googleKinds;
    private readonly IReadOnlyList<string> _worldKinds;
    private readonly IReadOnlyList<string> _workers;
    private readonly IReadOnlyList<string> _workerFaults;
    private readonly IReadOnlyList<string> _callFaults;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly List<string> _series = [];
    private readonly int _events;
    private readonly bool _hasSeries;
    private bool _hasTwoCalendars;

    private StoryWriter(int seed)
    {
        _dice = new Dice(seed);
        _values = new Values(_dice);
        _events = _dice.Of(1, 1, 2, 2, 3, 6);
        _appKinds = _dice.Some(AppKinds, 4);
        _googleKinds = _dice.Some(GoogleKinds, 4);
        _worldKinds = _dice.Chance(60) ? _dice.Some(WorldKinds, 2) : [];
        _workers = _dice.Chance(70) ? ["w1", "w2"] : ["w1"];
        _hasSeries = Seeds.AreAboutSeries || _dice.Chance(40);
        var isFaultless = _dice.Chance(30);
        _workerFaults = isFaultless || _dice.Chance(30) ? [] : _dice.Some(WorkerFaults, 3);
        _callFaults = isFaultless || _dice.Chance(30) ? [] : _dice.Some([.. Acts.Faults.All.Keys], 4);
    }

    public static Story Write(int seed)
    {
        var writer = new StoryWriter(seed);
        writer.WriteConditions();
        writer.WriteBeginning();
        for (var left = writer._dice.Between(8, 45); left > 0; left--)
        {
            writer.WriteNext();
        }

        return new Story(writer._lines);
    }

    private void WriteConditions()
    {
        Maybe(40, $"policy={_dice.Of("google-wins", "app-wins", "manual")}");
        Maybe(30, $"page={_dice.Of(1, 2, 3)}");
        Maybe(20, "pages=irregular");
        Maybe(50, $"tombstones={_dice.Of("Full", "WhenShowDeleted")}");
        Maybe(25, $"lag={_dice.Of(5, 30, 90)}");
        Maybe(25, $"skew={_dice.Of(-600, 600, 3)}");
        Maybe(30, "patience=long");
        Maybe(20, "start=new");
        Maybe(20, "exceptions=vanish");
        _hasTwoCalendars = Maybe(Seeds.AreAboutMoves ? 100 : 30, "calendars=2");
        if (_hasTwoCalendars && _dice.Chance(70))
        {
            _googleKinds = [.. _googleKinds, "move"];
        }
    }

    /// <summary>Mostly there is something that both sides know, before anything goes wrong.</summary>
    private void WriteBeginning()
    {
        if (_dice.Chance(25))
        {
            return;
        }

        for (var i = 0; i < _events; i++)
        {
            Make($"e{i + 1}");
        }

        if (_dice.Chance(70))
        {
            foreach (var pass in new[] { "push", "pull" })
            {
                Say($"w1 {pass}");
                Say("w1 goes on");
            }

            Say($"world waits {_dice.Of(1, 300)}");
        }
    }

    private bool Maybe(int percent, string condition)
    {
        if (!_dice.Chance(percent))
        {
            return false;
        }

        Say($"given {condition}");
        return true;
    }

    private void WriteNext()
    {
        switch (_dice.Below(100))
        {
            case < 26:
                WriteApp();
                break;
            case < 50:
                WriteGoogle();
                break;
            case < 58:
                Say($"world waits {_dice.Of(1, 1, 5, 30, 61, 61, 150, 1000)}");
                break;
            case < 63:
                WriteWorld();
                break;
            case < 70:
                WriteSetPiece();
                break;
            case < 76 when _callFaults.Count > 0:
                Say($"world fault {_dice.Of("write", "write", "list", "any")} {_dice.Of(_callFaults)}");
                break;
            default:
                WriteWorker();
                break;
        }
    }

    private void WriteApp()
    {
        if (_series.Count > 0 && _dice.Chance(40))
        {
            WriteOccurrence("app", _dice.Chance(20) ? _dice.Of("purge", "cancel", "twice", "touch") : _dice.Of(OccurrenceKinds));
            return;
        }

        var name = Name();
        if (!_made.Contains(name) || _dice.Chance(4))
        {
            Make(name);
            return;
        }

        switch (_dice.Below(10))
        {
            case < 6:
                Say($"app edit {name} {Field(name)}{(_hasTwoCalendars && _dice.Chance(30) ? _dice.Of(" role=second", " role=first") : "")}");
                break;
            default:
                var kind = _dice.Of(_appKinds);
                Say($"app {kind} {name}{More(kind, name)}{(kind is "delete" or "purge" && _series.Contains(name) && _dice.Chance(50) ? " whole=yes" : "")}");
                break;
        }
    }

    private void WriteGoogle()
    {
        if (_series.Count > 0 && _dice.Chance(40))
        {
            WriteOccurrence("google", _dice.Chance(10) ? "note" : _dice.Of(OccurrenceKinds));
            return;
        }

        var name = Name();
        if (!_made.Contains(name))
        {
            Make(name);
            return;
        }

        switch (_dice.Below(10))
        {
            case < 6:
                Say($"google edit {name} {Field(name)}");
                break;
            default:
                var kind = _dice.Of(_googleKinds);
                Say($"google {kind} {name}{(kind is "restore" ? "" : More(kind, name))}");
                break;
        }
    }

    private void WriteOccurrence(string side, string kind)
    {
        var name = Occurrence(_dice.Of(_series));
        Say($"{side} {kind} {name}{(kind, side) switch
        {
            ("instance", _) => $" {_values.Title(name)}{_values.Optional()}{(_dice.Chance(40) ? $" {_values.When()}" : "")}",
            ("edit", _) => $" {(_dice.Chance(15) ? $"length={60 + _dice.Below(40)}" : _values.Field(name))}",
            // A hole may have no times.
            ("restore", "app") => $" {_values.Title(name)} {_values.When()}",
            ("hole", "app") => _dice.Chance(50) ? " bare=yes" : "",
            ("restore", _) => "",
            _ => More(kind, name),
        }}");
    }

    private string More(string kind, string name) => kind switch
    {
        "twice" => $" {_values.Field(name)} color={_values.Color()}",
        "restore" => $" {_values.Title(name)}",
        "note" => $" theirs=t{_dice.Below(100_000)}{(_dice.Chance(30) ? " guest=g" : "")}",
        _ => "",
    };

    private void Make(string name)
    {
        var isSeries = _hasSeries && _dice.Chance(50);
        if (isSeries && !_series.Contains(name))
        {
            _series.Add(name);
        }

        var when = isSeries ? _values.Weekly() : _values.When();
        if (_made.Contains(name) || _dice.Chance(60))
        {
            Say($"app insert {name} {_values.Title(name)}{_values.Optional()} {when}{RoleOf(name)}{(isSeries ? Exceptions(name) : "")}");
        }
        else
        {
            Say($"google insert {name} {_values.Title(name)}{_values.Optional()} {when}{(_hasTwoCalendars && _dice.Chance(50) ? " calendar=2" : "")}");
        }

        _made.Add(name);
    }

    private string Exceptions(string name) =>
        $"{(_dice.Chance(25) ? $" with={_values.Title($"{name}i1")["title=".Length..]}" : "")}{(_dice.Chance(15) ? $" without={name}i2" : "")}";

    private string RoleOf(string name) => (_hasTwoCalendars, name[^1] % 2) switch { (false, _) => "", (_, 0) => " role=second", _ => " role=first" };

    private void WriteWorld()
    {
        if (_worldKinds.Count == 0)
        {
            return;
        }

        var kind = _dice.Of(_worldKinds);
        switch (kind)
        {
            case "clock":
                Say($"{_dice.Of(_workers)} clock {_dice.Of(-600, -40, -3, 3, 40)}");
                break;
            case "loses-account" or "disconnects":
                Say(_dice.Chance(50) ? $"world {kind}" : "world reconnects");
                break;
            default:
                Say($"world {kind}");
                break;
        }
    }

    private void WriteSetPiece()
    {
        var name = Name();
        foreach (var line in SetPieces.Draw(_dice, name, _workers[0], _workers[^1], RoleOf(name), Field))
        {
            Say(line);
        }
    }

    private void WriteWorker()
    {
        var worker = _dice.Of(_workers);
        switch (_dice.Below(100))
        {
            case < 30:
                Say($"{worker} {Pass()}");
                break;
            case < 50:
                Say($"{worker} goes {_dice.Between(1, 12)}");
                break;
            case < 65 when _workerFaults.Count > 0:
                Trouble(worker, _dice.Of(_workerFaults));
                break;
            default:
                // A pass from its beginning to its end; or the rest of one.
                Say($"{worker} {Pass()}");
                Say($"{worker} goes on");
                break;
        }
    }

    private void Trouble(string worker, string fault)
    {
        Say($"{worker} goes {_dice.Between(1, 12)}");
        switch (fault)
        {
            case "sleeps":
                Say($"world waits {_dice.Of(61, 61, 150)}");
                break;
            case "breaks":
                Say($"{worker} breaks {_dice.Of("connection", "serialization", "deadlock")}");
                break;
            default:
                Say($"{worker} {fault}");
                break;
        }
    }

    private string Pass() => _dice.Of("push", "push", "push", "pull", "pull", "hears", "lists");

    private string Name() => $"e{_dice.Below(_events) + 1}";

    /// <summary>Few different ones, so that both sides meet; the last one is not in every series.</summary>
    private string Occurrence(string series) => $"{series}i{_dice.Of(1, 1, 2, 2, 3, 0, 4, 5, 6)}";

    private string Field(string name) => _series.Contains(name) ? _values.SeriesField(name) : _values.Field(name);

    private void Say(string line) => _lines.Add(new Line(line));
}
