using System.Diagnostics;

using CalendarSync.Local.Commands;
using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Crash;

/// <summary>
/// The other crash stories end a worker inside this process. Here it is a process of its own, killed by the operating system in the middle of a call: no
/// cleaning up, no last word to the database. Another process goes on after it.
/// </summary>
public sealed class KilledProcessTests
{
    private const string Send = "google-calendar-sync-processor";
    private const string Ask = "google-calendar-sync-incremental";
    private const int Killed = 137;

    [Theory]
    [InlineData("events.insert", false)]
    [InlineData("events.insert", true)]
    [InlineData("events.update", true)]
    [InlineData("events.delete", true)]
    [InlineData("events.list", true)]
    public async Task Whoever_goes_on_finds_what_was_done_and_does_the_rest_once(string method, bool served)
    {
        await using DemoEnvironment demo = await DemoEnvironment.StartAsync(new DemoFeed(TextWriter.Null, TimeProvider.System), timers: false, default);
        await demo.Browser.ConnectAsync(default);
        // Nobody else shall mend what the dead one has left.
        demo.Google.Emulator.Push.DropRate = 1;
        if (method is not "events.insert")
        {
            await WriteAsync(demo, "INSERT INTO events (company_id, title, start_at, end_at) VALUES (@CompanyId, 'Base', now(), now() + interval '1 hour')");
            (await RunAsync(demo, Send)).ShouldBe(ExitCode.Success);
        }

        await ChangeAsync(demo, method);
        demo.Google.Emulator.Calls.Reset();

        (await RunAndKillAsync(demo, method, served)).ShouldBe(Killed);
        await demo.Database.ExecuteAsync(
            """
            UPDATE google_calendar_sync_queue SET lease_until = now() - interval '1 second' WHERE status = 'processing';
            UPDATE google_calendar_connections SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL;
            """,
            null,
            default);
        (await RunAsync(demo, Send)).ShouldBe(ExitCode.Success);
        (await RunAsync(demo, Ask)).ShouldBe(ExitCode.Success);

        (string Rows, string Events, long Waiting) expected = method switch
        {
            "events.insert" => ("New", "New", 0),
            "events.delete" => ("", "", 0),
            _ => ("Changed", "Changed", 0),
        };
        (await SidesAsync(demo)).ShouldBe(expected);
        int writes = demo.Google.Emulator.Calls.AppliedWrites;
        writes.ShouldBe(method is "events.list" ? 0 : 1);

        (await RunAsync(demo, Send)).ShouldBe(ExitCode.Success);
        (await RunAsync(demo, Ask)).ShouldBe(ExitCode.Success);
        demo.Google.Emulator.Calls.AppliedWrites.ShouldBe(writes, "once more writes nothing");
        (await SidesAsync(demo)).ShouldBe(expected);
    }

    private static async Task ChangeAsync(DemoEnvironment demo, string method)
    {
        switch (method)
        {
            case "events.insert":
                await WriteAsync(demo, "INSERT INTO events (company_id, title, start_at, end_at) VALUES (@CompanyId, 'New', now(), now() + interval '1 hour')");
                break;
            case "events.update":
                await WriteAsync(demo, "UPDATE events SET title = 'Changed'");
                break;
            case "events.delete":
                await WriteAsync(demo, "UPDATE events SET deleted_at = now()");
                break;
            case "events.list":
                string id = (string)demo.Google.Emulator.LiveEvents(DemoPeople.GoogleAccount).Single()["id"]!;
                demo.Google.Emulator.User(DemoPeople.GoogleAccount).Edit(DemoPeople.GoogleAccount, id, """{"summary":"Changed"}""");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(method));
        }
    }

    private static Task WriteAsync(DemoEnvironment demo, string sql) => demo.Database.ExecuteAsync(sql, new { demo.People.CompanyId }, default);

    /// <summary>The process dies while Google has its call: before it is served, or when it has been, and the answer is still to come.</summary>
    private static async Task<int> RunAndKillAsync(DemoEnvironment demo, string method, bool served)
    {
        Process? process = null;
        ValueTask KillAsync()
        {
            process!.Kill();
            return new ValueTask(process.WaitForExitAsync());
        }

        demo.Google.Emulator.Faults.Next(method, served ? Fault.ResetAfter() with { After = KillAsync } : Fault.Reset() with { Before = KillAsync });
        using (process = Start(demo, method is "events.list" ? Ask : Send))
        {
            return await EndAsync(process);
        }
    }

    private static async Task<int> RunAsync(DemoEnvironment demo, string function)
    {
        using Process process = Start(demo, function);
        return await EndAsync(process);
    }

    private static Process Start(DemoEnvironment demo, string function) =>
        LocalProgram.Start(demo.Settings.ToConfiguration(demo.DatabaseUrl, demo.Google).AsEnumerable(), "run", function);

    private static async Task<int> EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string[] said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode is ExitCode.Success or Killed ? process.ExitCode : throw new InvalidOperationException(string.Concat(said));
    }

    private static async Task<(string Rows, string Events, long Waiting)> SidesAsync(DemoEnvironment demo)
    {
        (string? rows, long waiting) = await demo.Database.QueryAsync<(string?, long)>(
            """
            SELECT string_agg(title, ', ' ORDER BY title) FILTER (WHERE deleted_at IS NULL), (SELECT count(*) FROM google_calendar_sync_queue WHERE status <> 'completed')
              FROM events
            """,
            null,
            default);
        IEnumerable<string?> events = demo.Google.Emulator.LiveEvents(DemoPeople.GoogleAccount).Select(item => (string?)item["summary"]).Order(StringComparer.Ordinal);
        return (rows ?? "", string.Join(", ", events), waiting);
    }
}
