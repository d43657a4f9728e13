using System.Globalization;

using BenchmarkDotNet.Running;

using CalendarSync.Benchmarks;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["import", .. var rest]:
        await ImportBenchmark.RunAsync(Count(rest, 100_000));
        return 0;
    case ["incremental"]:
        await IncrementalBenchmark.RunAsync();
        return 0;
    case ["drain", .. var rest]:
        await DrainBenchmark.RunAsync(Count(rest, 10_000));
        return 0;
    case ["today", .. var rest]:
        await TodayBenchmark.RunAsync(Count(rest, 10_000));
        return 0;
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(typeof(DecisionBenchmarks).Assembly).Run(rest);
        return 0;
    default:
        Console.WriteLine(
            """
            dotnet run -c Release --project CalendarSync.Benchmarks -- WHAT

              import [N]    first import of N events (100,000) against a bare download, parse and binary COPY of the same rows
              incremental   a pull of 10 changes in calendars of 1,000 and of 100,000 events
              drain [N]     N (10,000) queued changes to Google: statements, calls and CPU per change
              today [N]     a day of a company with N (10,000) series, against reading the same rows
              micro ...     the decision and the mapping, by BenchmarkDotNet
            """);
        return args is [] ? 0 : 2;
}

static int Count(string[] rest, int standard) => rest is [var text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : standard;
