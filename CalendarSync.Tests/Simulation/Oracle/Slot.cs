namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Where an occurrence stood in its series before anybody put it elsewhere: an instant, or a day.</summary>
internal sealed record Slot(DateTimeOffset? At, DateOnly? Day)
{
    public override string ToString() => At?.UtcDateTime.ToString("s") ?? Day?.ToString("yyyy-MM-dd") ?? "";
}
