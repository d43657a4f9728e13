using NodaTime;

namespace CalendarSync.Core.Recurrence;

/// <summary>The times of a day that BYHOUR, BYMINUTE and BYSECOND make, or the start's. Counted, not stored: there can be 86,400.</summary>
internal sealed class TimesOfDay(RecurrenceRule rule, LocalTime start)
{
    private readonly int[] _hours = rule.Hours.Count > 0 ? [.. rule.Hours] : [start.Hour];
    private readonly int[] _minutes = rule.Minutes.Count > 0 ? [.. rule.Minutes] : [start.Minute];
    private readonly int[] _seconds = rule.Seconds.Count > 0 ? [.. rule.Seconds] : [start.Second];

    public int Count => _hours.Length * _minutes.Length * _seconds.Length;

    public LocalTime this[int index] => new(
        _hours[index / (_minutes.Length * _seconds.Length)], _minutes[index / _seconds.Length % _minutes.Length], _seconds[index % _seconds.Length]);
}
