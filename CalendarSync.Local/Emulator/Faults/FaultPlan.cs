using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>Which calls fail, and how: the next ones, those that a script picks, or a random share drawn from a seed.</summary>
internal sealed class FaultPlan
{
    /// <summary>What goes wrong in production, once each.</summary>
    public static readonly IReadOnlyList<Fault> Everyday =
    [
        Fault.TooManyRequests(), Fault.TooManyRequests(TimeSpan.FromSeconds(2)), Fault.RateLimit403(), Fault.UserRateLimit403(), Fault.BackendError(), Fault.BadGatewayHtml(),
        Fault.Unavailable(), Fault.WithoutErrors(500), Fault.EmptyBody(503), Fault.Reset(), Fault.ResetAfter(), Fault.LostAnswer(), Fault.LostAnswer(503), Fault.LostAnswerHtml(),
        Fault.TruncatedJson(), Fault.CutBody(),
    ];

    private readonly Lock _gate = new();
    private readonly List<(Func<CallInfo, bool> Applies, Fault Fault)> _next = [];
    private readonly List<Func<CallInfo, Fault?>> _scripts = [];
    private IReadOnlyList<Fault> _choices = [];
    private ulong _randomSeed;
    private double _rate;

    /// <summary>Faults that struck so far.</summary>
    public int Struck { get; private set; }

    /// <summary>The next calls of this method (<c>events.insert</c>, <c>oauth.token</c>, <c>*</c> for any) suffer these, in this order.</summary>
    public void Next(string method, params IEnumerable<Fault> faults)
    {
        foreach (Fault fault in faults)
        {
            Next(call => method is "*" || string.Equals(call.Method, method, StringComparison.Ordinal), fault);
        }
    }

    /// <summary>The next call for which the condition holds suffers this.</summary>
    public void Next(Func<CallInfo, bool> applies, Fault fault)
    {
        lock (_gate)
        {
            _next.Add((applies, fault));
        }
    }

    /// <summary>Asked for every call until disposed; null lets the call pass.</summary>
    public IDisposable Script(Func<CallInfo, Fault?> script)
    {
        lock (_gate)
        {
            _scripts.Add(script);
        }

        return new Subscription(() =>
        {
            lock (_gate)
            {
                _scripts.Remove(script);
            }
        });
    }

    /// <summary>A share of all calls suffers one of the faults; which call and which fault follows from seed and call number.</summary>
    /// <param name="seed">Same seed, same faults.</param>
    /// <param name="rate">0 (off) to 1.</param>
    /// <param name="choices">Default: <see cref="Everyday"/>.</param>
    public void Random(int seed, double rate, IReadOnlyList<Fault>? choices = null)
    {
        lock (_gate)
        {
            _randomSeed = SeededRandom.Mix((ulong)seed + 0x51ED);
            _rate = rate;
            _choices = choices ?? Everyday;
        }
    }

    /// <summary>From now on nothing fails.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _scripts.Clear();
            _rate = 0;
        }
    }

    /// <summary>What befalls this call.</summary>
    public Fault? Decide(CallInfo call)
    {
        lock (_gate)
        {
            Fault? fault = TakeNext(call) ?? _scripts.Select(s => s(call)).FirstOrDefault(static f => f is not null) ?? Draw(call);
            Struck += fault is null ? 0 : 1;
            return fault;
        }
    }

    private Fault? TakeNext(CallInfo call)
    {
        int index = _next.FindIndex(n => n.Applies(call));
        if (index < 0)
        {
            return null;
        }

        Fault fault = _next[index].Fault;
        _next.RemoveAt(index);
        return fault;
    }

    private Fault? Draw(CallInfo call)
    {
        if (_rate <= 0 || _choices.Count == 0)
        {
            return null;
        }

        ulong roll = SeededRandom.Mix(_randomSeed ^ (ulong)call.Number);
        return (roll >> 11) * (1.0 / (1UL << 53)) < _rate ? _choices[(int)(SeededRandom.Mix(roll) % (ulong)_choices.Count)] : null;
    }
}
