using System.Net.Http.Headers;
using System.Text;

using CalendarSync.Core;

namespace CalendarSync.Benchmarks;

/// <summary>Draining the queue, against sending the same inserts with a bare client one after the other.</summary>
internal static class DrainBenchmark
{
    public static async Task RunAsync(int changes)
    {
        await using var world = await World.CreateAsync();
        await world.Changes.RunAsync(SyncScope.Everything, false, CancellationToken.None);
        await FillQueueAsync(world, 200);
        await world.Processor.RunAsync(SyncScope.Everything, CancellationToken.None);

        var bare = await Measured.RunAsync(() => BareAsync(world, changes));
        await FillQueueAsync(world, changes);
        world.Google.Calls.Reset();
        world.Statements.Reset();
        var drain = await Measured.RunAsync(() => world.Processor.RunAsync(SyncScope.Everything, CancellationToken.None));
        var calls = world.Google.Calls;
        Console.WriteLine($"{changes} changes");
        Console.WriteLine($"  calls per change       {(double)calls.Total / changes:F3}");
        Console.WriteLine($"  quota units per change {(double)calls.Units / changes:F3}");
        Console.WriteLine($"  statements per change  {(double)world.Statements.Count / changes:F3}");
        Console.WriteLine($"  CPU per change         {drain.CpuSeconds * 1e6 / changes:F0} us (engine and emulator in one process)");
        Console.WriteLine($"  bare client            {bare.CpuSeconds * 1e6 / changes:F0} us CPU, {bare.Seconds * 1e6 / changes:F0} us");
        Console.WriteLine($"  time per change        {drain.Seconds * 1e6 / changes:F0} us, {drain.Seconds / bare.Seconds:F2} times the bare client's");
    }

    private static Task<int> FillQueueAsync(World world, int changes) => world.ExecuteAsync(
        """
        INSERT INTO events (company_id, user_id, title, location, start_at, end_at, time_zone)
        SELECT @Company, @User, 'Consultation ' || i, 'Salle ' || i % 40, now() + i * interval '20 minutes', now() + i * interval '20 minutes' + interval '15 minutes', 'Europe/Paris'
          FROM generate_series(1, @changes) i
        """,
        new { World.Company, World.User, changes });

    private static async Task BareAsync(World world, int changes)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.AccessToken);
        var url = $"{world.ApiUrl}/calendars/{Uri.EscapeDataString(World.Email)}/events?sendUpdates=none";
        for (var i = 0; i < changes; i++)
        {
            using var body = new StringContent(
                $$$"""{"summary":"Consultation {{{i}}}","location":"Salle {{{i % 40}}}","start":{"dateTime":"2026-02-17T10:00:00Z","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-17T10:15:00Z","timeZone":"Europe/Paris"}}""",
                Encoding.UTF8,
                "application/json");
            using var answer = await http.PostAsync(url, body);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
        }
    }
}
