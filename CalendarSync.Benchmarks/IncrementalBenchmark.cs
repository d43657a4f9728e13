using System.Text.Json.Nodes;

using CalendarSync.Core;

namespace CalendarSync.Benchmarks;

/// <summary>A pull of ten changes costs what ten changes cost, however large the calendar is.</summary>
internal static class IncrementalBenchmark
{
    private const int Changes = 10;
    private const int Runs = 15;

    public static async Task RunAsync()
    {
        Console.WriteLine($"{"events",10}{"ms",10}{"calls",8}{"statements",12}");
        var medians = new List<double>();
        foreach (var size in (int[])[1_000, 100_000])
        {
            await using var world = await World.CreateAsync();
            world.Fill(size);
            await world.Changes.RunAsync(SyncScope.Everything, false, CancellationToken.None);
            var ids = world.Google.LiveEvents(World.Email).Take(Changes).Select(e => (string)e["id"]!).ToList();
            var times = new List<double>();
            for (var run = 0; run < Runs; run++)
            {
                foreach (var id in ids)
                {
                    world.Google.User(World.Email).Edit(World.Email, id, new JsonObject { ["location"] = $"Salle {run}" });
                }

                world.Google.Calls.Reset();
                world.Statements.Reset();
                var pull = await Measured.RunAsync(() => world.Changes.RunAsync(SyncScope.Everything, false, CancellationToken.None));
                times.Add(pull.Seconds * 1000);
            }

            // The first ones compile.
            medians.Add(Measured.Median(times.Skip(5)));
            Console.WriteLine($"{size,10}{medians[^1],10:F1}{world.Google.Calls.Total,8}{world.Statements.Count,12}");
        }

        Console.WriteLine($"ratio of the two: {medians[1] / medians[0]:F2}");
    }
}
