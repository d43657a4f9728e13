namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter that takes the timer's state, and says when the function runs.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    /// <summary>Six cron fields in UTC, or <c>%Name%</c> for the setting of that name.</summary>
    public string Schedule { get; } = schedule;

    public bool RunOnStartup { get; set; }

    /// <summary>On Azure, whether the schedule is remembered over restarts. Here it is not kept anywhere.</summary>
    public bool UseMonitor { get; set; } = true;
}
