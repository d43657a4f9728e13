using NCrontab;

namespace CalendarSync.Local.Runtime;

/// <summary>Six cron fields, the first one seconds, read in UTC as on Azure.</summary>
internal sealed class CronSchedule
{
    private const int Fields = 6;
    private readonly CrontabSchedule _schedule;

    private CronSchedule(CrontabSchedule schedule) => _schedule = schedule;

    /// <summary>Reads an expression; null when it is not six valid fields.</summary>
    public static CronSchedule? TryParse(string expression)
    {
        if (expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != Fields)
        {
            return null;
        }

        CrontabSchedule? schedule = CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
        return schedule is null ? null : new CronSchedule(schedule);
    }

    /// <summary>The first time after <paramref name="now"/>; null when there is none (the 30th of February).</summary>
    public DateTimeOffset? Next(DateTimeOffset now)
    {
        DateTime next = _schedule.GetNextOccurrence(now.UtcDateTime, DateTime.MaxValue);
        return next == DateTime.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
    }
}
