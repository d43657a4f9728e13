using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Commands;

/// <summary>Runs one timer function once, without opening a port.</summary>
internal static class RunCommand
{
    public static Command Command { get; } = new("run", "run FUNCTION", "Runs one timer function once and exits with its result.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        string name = new Arguments(context.Words, [], [], operands: 1).Operands[0];
        using IHost host = FunctionsApp.CreateWithoutHttp(new FunctionsAppOptions { Settings = context.Settings(), Timers = false });
        TimerRunners timers = host.Services.GetRequiredService<TimerRunners>();
        TimerRunner timer = timers.Find(name) ?? throw new UsageException(
            $"There is no timer function {name}. There are: {string.Join(", ", timers.All.Select(known => known.Name))}.");
        await host.StartAsync(context.Stop);
        Exception? failure = await timer.RunNowAsync(context.Stop);
        await host.StopAsync(CancellationToken.None);
        await context.Output.WriteLineAsync(failure is null ? $"{timer.Name} has run." : $"{timer.Name} could not be carried out; the log says why.");
        return failure is null ? ExitCode.Success : ExitCode.Failure;
    }
}
