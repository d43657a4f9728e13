using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Commands;

/// <summary>Only the functions, on the configured database and Google.</summary>
internal static class ServeCommand
{
    public static Command Command { get; } = new(
        "serve", "serve [--urls U] [--no-timers]", "Runs the functions on the configured database and Google.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var arguments = new Arguments(context.Words, ["--no-timers"], ["--urls"]);
        await using WebApplication app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = context.Settings(),
            Urls = arguments.Value("--urls") ?? FunctionsAppOptions.DefaultUrl,
            Timers = !arguments.Has("--no-timers"),
        });
        await app.StartAsync(context.Stop);
        await context.Output.WriteLineAsync($"CalendarSync answers on {string.Join(' ', app.Urls)}");
        await CommandLine.UntilStoppedAsync(context.Stop);
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Success;
    }
}
