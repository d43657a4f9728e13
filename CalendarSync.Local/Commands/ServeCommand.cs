using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Commands;

/// <summary>Only the functions, on the configured database and Google.</summary>
internal static class ServeCommand
{
    public static Command Command { get; } = new(
        "serve", "serve [--urls U] [--no-timers]", "Runs the functions on the configured database and Google.", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var arguments = new Arguments(words, ["--no-timers"], ["--urls"]);
        await using WebApplication app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = LocalSettings.Load(Directory.GetCurrentDirectory()),
            Urls = arguments.Value("--urls") ?? FunctionsAppOptions.DefaultUrl,
            Timers = !arguments.Has("--no-timers"),
        });
        await app.StartAsync(cancellationToken);
        Console.WriteLine($"CalendarSync answers on {string.Join(' ', app.Urls)}");
        await app.StopWhenAsync(cancellationToken);
        return ExitCode.Success;
    }
}
