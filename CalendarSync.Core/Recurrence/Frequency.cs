namespace CalendarSync.Core.Recurrence;

/// <summary>The FREQ part of a rule, coarse before fine (RFC 5545, 3.3.10).</summary>
internal enum Frequency
{
    Yearly,
    Monthly,
    Weekly,
    Daily,
    Hourly,
    Minutely,
    Secondly,
}
