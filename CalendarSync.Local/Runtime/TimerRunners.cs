namespace CalendarSync.Local.Runtime;

/// <summary>Every timer function, with its schedule.</summary>
internal sealed class TimerRunners : IDisposable
{
    private readonly Dictionary<string, TimerRunner> _byName;

    public TimerRunners(
        FunctionCatalog catalog, FunctionInvoker invoker, HostSettings host, IConfiguration settings, TimeProvider clock,
        FunctionObserver observer, ILoggerFactory loggers)
    {
        ILogger<TimerRunner> logger = loggers.CreateLogger<TimerRunner>();
        _byName = Schedules.Resolve(catalog.Timers, settings).ByFunction.ToDictionary(
            pair => pair.Key.Name,
            pair => new TimerRunner(pair.Key, pair.Value, invoker, host.FunctionTimeout, clock, observer, logger),
            StringComparer.OrdinalIgnoreCase);
    }

    public IEnumerable<TimerRunner> All => _byName.Values;

    public TimerRunner? Find(string name) => _byName.GetValueOrDefault(name);

    public void Dispose()
    {
        foreach (TimerRunner runner in All)
        {
            runner.Dispose();
        }
    }
}
