using CalendarSync.Local.Demo;
using CalendarSync.Local.Page;

namespace CalendarSync.Local.Commands;

/// <summary>The whole thing on this machine: to watch and to play with, or once with the runbook's tests.</summary>
internal static class DemoCommand
{
    public static Command Command { get; } = new(
        "demo",
        "demo [--once] [--no-browser]",
        "Starts PostgreSQL, a Google, the functions and a page that shows both sides; with --once plays the runbook's tests 1 to 5 and exits.",
        RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var arguments = new Arguments(context.Words, ["--once", "--no-browser"], []);
        bool once = arguments.Has("--once");
        var feed = new DemoFeed(context.Output, TimeProvider.System);
        Task writing = feed.WriteAsync();
        try
        {
            IReadOnlyList<DemoStep> steps;
            await using (DemoEnvironment demo = await DemoEnvironment.StartAsync(feed, timers: !once, context.Stop, usualPort: !once))
            {
                if (!once)
                {
                    await WatchAsync(demo, !arguments.Has("--no-browser"), context.Stop);
                    return ExitCode.Success;
                }

                steps = await new DemoScenario(demo, context.Stop).PlayAsync();
            }

            feed.End();
            await writing;
            await context.Output.WriteLineAsync(Environment.NewLine + DemoTable.Of(steps));
            return steps.All(step => step.Failure is null) ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            feed.End();
            await writing;
        }
    }

    private static async Task WatchAsync(DemoEnvironment demo, bool browser, CancellationToken stop)
    {
        await using PageHost page = await PageHost.StartAsync(demo, TimeProvider.System, usualPort: true, stop);
        foreach (string line in WhatToDo.Lines(demo, page.Address))
        {
            demo.Feed.Print(line);
        }

        if (browser)
        {
            DesktopBrowser.TryOpen(page.Address);
        }

        await CommandLine.UntilStoppedAsync(stop);
    }
}
