namespace CalendarSync.Local.Runtime;

/// <summary>Runs all timers side by side while the host runs. Stopping cancels the runs under way and waits for them.</summary>
internal sealed class TimerScheduler(TimerRunners timers) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(timers.All.Select(timer => timer.RunByClockAsync(stoppingToken)));
}
