namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>
/// Makes a story from a seed: first its conditions and the kinds of acts and faults that it has at all, few of them, so that each
/// gets its turn; then line after line.
/// </summary>
internal sealed class StoryWriter
{
    private static readonly string[] AppKinds = ["delete", "cancel", "purge", "restore", "twice", "waver", "touch"];
    private static readonly string[] GoogleKinds = ["delete", "restore", "touch", "note", "instance", "hole"];
    private static readonly string[] WorldKinds = ["forgets-tokens", "empties-trash", "loses-account", "disconnects", "retries", "clock"];
    private static readonly string[] WorkerFaults = ["dies", "breaks", "breaks", "stops", "sleeps"];
    private static readonly string[] Texts = ["title", "title", "description", "location"];

    private readonly Dice _dice;
    private readonly List<Line> _lines = [];
    private readonly IReadOnlyList<string> _appKinds;
    private IReadOnlyList<string> _googleKinds;
    private readonly IReadOnlyList<string> _worldKinds;
    private readonly IReadOnlyList<string> _workers;
    private readonly IReadOnlyList<string> _workerFaults;
    private readonly IReadOnlyList<string> _callFaults;
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly int _events;
    private bool _hasTwoCalendars;
    private int _number;

    private StoryWriter(int seed)
    {
        _dice = new Dice(seed);
        _events = _dice.Of(1, 1, 2, 2, 3, 6);
        _appKinds = _dice.Some(AppKinds, 4);
        _googleKinds = _dice.Some(GoogleKinds, 4);
        _worldKinds = _dice.Chance(60) ? _dice.Some(WorldKinds, 2) : [];
        _workers = _dice.Chance(70) ? ["w1", "w2"] : ["w1"];
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
                Say($"app {kind} {name}{kind switch { "twice" => $" {Field(name)} color={Color()}", "restore" => $" {Title(name)}", _ => "" }}");
                break;
        }
    }

    private void WriteGoogle()
    {
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
                Say(kind switch
                {
                    "note" => $"google note {name} theirs=t{Number()}{(_dice.Chance(30) ? " guest=g" : "")}",
                    "touch" => $"google touch {name}",
                    "instance" => Instance(name, _dice.Between(1, 3)),
                    "hole" => $"google hole {name}i{_dice.Between(4, 5)} {name} 4",
                    _ => $"google {kind} {name}",
                });
                break;
        }
    }

    private void Make(string name)
    {
        if (_made.Contains(name) || _dice.Chance(60))
        {
            Say($"app insert {name} {Title(name)}{Optional()} {When()}{RoleOf(name)}");
        }
        else
        {
            var when = _dice.Chance(20) ? $"hour={Number()} weekly=6" : When();
            Say($"google insert {name} {Title(name)}{Optional()} {when}{(_hasTwoCalendars && _dice.Chance(50) ? " calendar=2" : "")}");
        }

        _made.Add(name);
    }

    private string RoleOf(string name) => (_hasTwoCalendars, name[^1] % 2) switch { (false, _) => "", (_, 0) => " role=second", _ => " role=first" };

    private string Instance(string series, int slot) => $"google instance {series}i{slot} {series} {slot} {Title($"{series}i{slot}")}";

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

    // Every value is another, so that it can be followed.
    private int Number() => ++_number;

    private string Title(string name) => $"title={name}.v{Number()}";

    private string Optional() => _dice.Chance(30) ? $" location=v{Number()}" : "";

    private string When() => _dice.Chance(80) ? $"hour={Number() + _dice.Of(0, 1000)}" : $"day={Number()}";

    private string Color() => _dice.Of("#a4bdfc", "#dc2127");

    private string Field(string name)
    {
        var field = _dice.Below(10) switch
        {
            < 6 => _dice.Of(Texts),
            < 8 => "time",
            _ => _dice.Of("color", "visibility", "transparency", "reminder"),
        };
        return field switch
        {
            "title" => Title(name),
            "time" => When(),
            "color" => $"color={(_dice.Chance(20) ? "-" : Color())}",
            "visibility" => $"visibility={_dice.Of("private", "public")}",
            "transparency" => $"transparency={_dice.Of("transparent", "opaque")}",
            "reminder" => $"reminder={_dice.Of(5, 10, 30)}",
            _ => $"{field}=v{Number()}",
        };
    }

    private void Say(string line) => _lines.Add(new Line(line));
}
