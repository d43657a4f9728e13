namespace CalendarSync.Local.Runtime;

/// <summary>Every timer function, with its schedule resolved.</summary>
internal sealed class TimerRunners : IDisposable
{
    private readonly Dictionary<string, TimerRunner> _byName;

    /// <summary>Resolves and reads every schedule.</summary>
    /// <exception cref="FunctionFaultsException">A schedule has no value, or is not six cron fields.</exception>
    public TimerRunners(
        FunctionCatalog catalog, FunctionInvoker invoker, HostSettings host, IConfiguration settings, TimeProvider clock, ILoggerFactory loggers)
    {
        ILogger<TimerRunner> logger = loggers.CreateLogger<TimerRunner>();
        var faults = new List<string>();
        _byName = new Dictionary<string, TimerRunner>(StringComparer.OrdinalIgnoreCase);
        foreach (TimerFunction function in catalog.Timers)
        {
            (string source, string? expression) = Resolve(function.Schedule, settings);
            if (expression is null)
            {
                faults.Add($"{source}: the schedule of {function.Name} has no value.");
            }
            else if (CronSchedule.TryParse(expression) is { } schedule)
            {
                _byName.Add(function.Name, new TimerRunner(function, schedule, invoker, host.FunctionTimeout, clock, logger));
            }
            else
            {
                faults.Add($"{source}: the schedule of {function.Name} is not six cron fields (second minute hour day month weekday).");
            }
        }

        if (faults.Count > 0)
        {
            throw new FunctionFaultsException(faults);
        }
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

    private static (string Source, string? Expression) Resolve(string schedule, IConfiguration settings)
    {
        if (schedule.Length < 3 || schedule[0] != '%' || schedule[^1] != '%')
        {
            return ("[TimerTrigger]", schedule);
        }

        string name = schedule[1..^1];
        string? value = settings[name];
        return (name, string.IsNullOrWhiteSpace(value) ? DefaultSchedules.BySetting.GetValueOrDefault(name) : value);
    }
}
