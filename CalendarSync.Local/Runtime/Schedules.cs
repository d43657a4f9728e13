namespace CalendarSync.Local.Runtime;

/// <summary>The timers' schedules: <c>%Name%</c> looked up in the settings, then in the defaults, and read.</summary>
internal static class Schedules
{
    public static (IReadOnlyDictionary<TimerFunction, CronSchedule> ByFunction, IReadOnlyList<string> Faults) Resolve(
        IReadOnlyList<TimerFunction> timers, IConfiguration settings)
    {
        var byFunction = new Dictionary<TimerFunction, CronSchedule>();
        var faults = new List<string>();
        foreach (TimerFunction function in timers)
        {
            (string source, string? expression) = Expression(function.Schedule, settings);
            if (expression is null)
            {
                faults.Add($"{source} is required: the schedule of {function.Name}.");
            }
            else if (CronSchedule.TryParse(expression) is { } schedule)
            {
                byFunction.Add(function, schedule);
            }
            else
            {
                faults.Add($"{source} must be six cron fields (second minute hour day month weekday): the schedule of {function.Name}.");
            }
        }

        return (byFunction, faults);
    }

    private static (string Source, string? Expression) Expression(string schedule, IConfiguration settings)
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
