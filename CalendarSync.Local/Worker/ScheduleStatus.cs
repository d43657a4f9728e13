namespace Microsoft.Azure.Functions.Worker;

/// <summary>A timer's past and future runs, in UTC.</summary>
public sealed class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
