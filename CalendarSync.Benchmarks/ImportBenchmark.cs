using System.Net.Http.Headers;

using CalendarSync.Core;
using CalendarSync.Core.Google;

namespace CalendarSync.Benchmarks;

/// <summary>
/// The first import against the least that it could cost: a bare download of the same pages, parsing them, and one binary COPY of the same rows into
/// a table with the same indexes and constraints. Both in each run, so that a slow machine slows both.
/// </summary>
internal static class ImportBenchmark
{
    private const int Runs = 3;

    public static async Task RunAsync(int events)
    {
        await using var world = await World.CreateAsync();
        world.Fill(events);
        await world.ExecuteAsync("CREATE TABLE events_bare (LIKE events INCLUDING ALL)");
        Console.WriteLine($"{"",8}{"download",10}{"parse",10}{"COPY",10}{"limit",10}{"import",10}{"ratio",8}{"statements",12}");
        var ratios = new List<double>();
        for (var run = 1; run <= Runs; run++)
        {
            await ForgetAsync(world);
            world.Statements.Reset();
            var import = await Measured.RunAsync(() => world.Changes.RunAsync(SyncScope.Everything, true, CancellationToken.None));
            var statements = world.Statements.Count;
            var rows = await CountAsync(world);
            if (rows != events)
            {
                throw new InvalidOperationException($"Imported {rows} of {events} events.");
            }

            var pages = new List<byte[]>();
            var download = await Measured.RunAsync(() => DownloadAsync(world, pages));
            var parse = await Measured.RunAsync(() => ParseAsync(pages));
            var copy = await CopyAsync(world);
            var limit = download.Seconds + parse.Seconds + copy.Seconds;
            ratios.Add(import.Seconds / limit);
            Console.WriteLine(
                $"{$"run {run}",8}{download.Seconds,10:F2}{parse.Seconds,10:F2}{copy.Seconds,10:F2}{limit,10:F2}{import.Seconds,10:F2}{import.Seconds / limit,8:F2}{statements,12}");
        }

        await ForgetAsync(world);
        var heap = await Measured.LiveHeapAsync(() => world.Changes.RunAsync(SyncScope.Everything, true, CancellationToken.None));
        Console.WriteLine($"{events} events: median ratio {Measured.Median(ratios):F2}, live heap at most {heap:F0} MB above the start");
    }

    private static async Task ForgetAsync(World world)
    {
        await world.ExecuteAsync(
            """
            TRUNCATE events, events_bare, google_calendar_sync_journal, google_calendar_sync_queue;
            UPDATE google_calendar_connections SET sync_token = NULL, page_token = NULL, listing_id = NULL;
            """);
        // With a space, Dapper takes it for a statement and not for a procedure.
        await world.ExecuteAsync("CHECKPOINT ");
    }

    private static async Task<int> CountAsync(World world)
    {
        await using var command = world.DataSource.CreateCommand("SELECT count(*)::int FROM events");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task DownloadAsync(World world, List<byte[]> pages)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", world.AccessToken);
        string? next = null;
        do
        {
            var url = $"{world.ApiUrl}/calendars/{Uri.EscapeDataString(World.Email)}/events?maxResults=2500&showDeleted=true"
                + (next is null ? "" : "&pageToken=" + Uri.EscapeDataString(next));
            pages.Add(await http.GetByteArrayAsync(url));
            next = EventPageReader.Read(pages[^1]).NextPageToken;
        }
        while (next is not null);
    }

    private static Task ParseAsync(List<byte[]> pages)
    {
        foreach (var page in pages)
        {
            EventPageReader.Read(page);
        }

        return Task.CompletedTask;
    }

    private static async Task<Measured> CopyAsync(World world)
    {
        await using var connection = await world.DataSource.OpenConnectionAsync();
        using var rows = new MemoryStream();
        await using (var export = await connection.BeginRawBinaryCopyAsync("COPY events TO STDOUT (FORMAT BINARY)"))
        {
            await export.CopyToAsync(rows);
        }

        rows.Position = 0;
        return await Measured.RunAsync(async () =>
        {
            await using var import = await connection.BeginRawBinaryCopyAsync("COPY events_bare FROM STDIN (FORMAT BINARY)");
            await rows.CopyToAsync(import);
        });
    }
}
