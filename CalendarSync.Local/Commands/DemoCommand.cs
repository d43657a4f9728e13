using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Commands;

/// <summary>The whole thing on this machine: to watch and to play with, or once with the runbook's tests.</summary>
internal static class DemoCommand
{
    public static Command Command { get; } = new(
        "demo", "demo [--once]", "Starts PostgreSQL, a Google and the functions here; with --once plays the runbook's tests 1 to 5 and exits.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        bool once = new Arguments(context.Words, ["--once"], []).Has("--once");
        var feed = new DemoFeed(context.Output, TimeProvider.System);
        Task writing = feed.WriteAsync();
        try
        {
            IReadOnlyList<DemoStep> steps;
            await using (DemoEnvironment demo = await DemoEnvironment.StartAsync(feed, timers: !once, context.Stop))
            {
                if (!once)
                {
                    await WatchAsync(demo, context.Stop);
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

    private static async Task WatchAsync(DemoEnvironment demo, CancellationToken stop)
    {
        await demo.Browser.ConnectAsync(stop);
        demo.Feed.Say($"connected {DemoPeople.GoogleAccount}");
        foreach (string line in WhatToDo.Lines(demo))
        {
            demo.Feed.Print(line);
        }

        await CommandLine.UntilStoppedAsync(stop);
    }
}
