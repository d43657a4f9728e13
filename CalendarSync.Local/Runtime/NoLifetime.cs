namespace CalendarSync.Local.Runtime;

/// <summary>Leaves signals and the end of the process to the command that runs the host: several hosts may run in one process.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
