using System.Globalization;

using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Notifications;
using CalendarSync.Tests.Scenarios;

using Npgsql;

using Xunit.Abstractions;

namespace CalendarSync.Tests.Upkeep;

/// <summary>
/// Thirty days in which nobody looks: channels end, one dies in silence, one message in ten is lost, Telegram stumbles, an account is revoked and connected again,
/// Google is away for two hours, the database restarts. Mornings have the default schedules, the rest of the day a tick an hour.
/// </summary>
public sealed class SimulatedMonth(ITestOutputHelper output)
{
    private const string Marie = SyncWorld.Email;
    private const string Paul = "paul@example.com";
    private static readonly Guid PaulsCompany = Guid.Parse("0c000000-0000-0000-0000-00000000c002");

    // Of the whole simulation; told when it fails.
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("CALENDAR_SYNC_MONTH_SEED") ?? "7", CultureInfo.InvariantCulture);

    private readonly Random _dice = new(Seed);

    // Its own, so that the number of messages does not change what people do.
    private readonly Random _losses = new(Seed + 1);
    private readonly List<Edit> _edits = [];
    private readonly List<(Guid Id, string Account)> _untouched = [];
    private TimedWorld _timed = null!;
    private TelegramDouble _telegram = null!;
    private int _failedTicks;

    private SyncWorld World => _timed.World;

    [Fact]
    public async Task Afterwards_both_sides_are_equal_and_people_heard_exactly_what_they_should()
    {
        await using var bed = await TestBed.CreateAsync();
        _telegram = await TelegramDouble.StartAsync();
        await using var telegram = _telegram;
        _timed = await TimedWorld.CreateAsync(
            all =>
            {
                foreach (var (name, value) in _telegram.Settings)
                {
                    all[name] = value;
                }
            },
            bed: bed);
        await using var timed = _timed;
        World.Time.SetUtcNow(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        World.Google.AddAccount(Paul, "Paul");
        var pauls = await World.ConnectAsync(Paul, company: PaulsCompany, account: Paul);
        var paulsGrant = World.GrantId;
        _timed.Messages.Loses = () => _losses.Next(10) == 0;
        await TickAsync(TimeSpan.Zero, everything: true);

        for (var day = 1; day <= 30; day++)
        {
            if (day == 9)
            {
                World.Google.ExpireChannel(World.Google.LiveChannels()[0]).ShouldBeTrue();
            }

            if (day == 14)
            {
                World.Tokens.Revoked.Remove(paulsGrant);
                await World.AppAsync(
                    "UPDATE google_calendar_grants SET status = 'connected' WHERE id = @paulsGrant; UPDATE google_calendar_connections SET status = 'connected' WHERE id = @pauls",
                    new { paulsGrant, pauls });
            }

            for (var hour = 0; hour < 24; hour++)
            {
                if (hour is < 9 or >= 12)
                {
                    await TickAsync(TimeSpan.FromHours(1), everything: true);
                    continue;
                }

                using var outage = (day, hour) is (18, 9) or (18, 10) ? World.Google.Faults.Script(_ => Fault.Error(503, "backendError")) : null;
                if (day == 12 && hour == 10)
                {
                    World.Tokens.Revoked.Add(paulsGrant);
                }

                for (var five = 0; five < 12; five++)
                {
                    if (_dice.Next(24) == 0)
                    {
                        await SomebodyActsAsync();
                    }

                    if (_dice.Next(50) == 0)
                    {
                        _telegram.Instead.Enqueue(_dice.Next(2) == 0 ? (502, "", null) : (429, "Too Many Requests", 40));
                    }

                    if ((day, hour, five) == (22, 9, 3))
                    {
                        await RestartDatabaseAsync();
                    }

                    await TickAsync(TimeSpan.FromMinutes(5), everything: World.Time.GetUtcNow().Minute == 10 || five % 3 == 2);
                }
            }
        }

        _timed.Messages.Loses = () => false;
        for (var i = 0; i < 3; i++)
        {
            await TickAsync(TimeSpan.FromMinutes(20), everything: true);
        }

        await World.ShouldBeEqualAsync();
        (await World.QueueAsync()).ShouldBeEmpty($"seed {Seed}");
        await World.ShouldBeQuietAsync();
        ShouldHaveHeardWhatHappened();
        Report();
    }

    /// <summary>An application's insert, or a person's edit of an event that nobody touched since: so each act is one message.</summary>
    private async Task SomebodyActsAsync()
    {
        var account = _dice.Next(2) == 0 ? Marie : Paul;
        var synced = _untouched.FindIndex(e => e.Account == account && World.Google.Event(account, SyncWorld.GoogleId(e.Id)) is not null);
        if (_dice.Next(2) == 0 || synced < 0)
        {
            var title = $"App {_edits.Count}";
            var id = await World.AppInsertAsync(title, company: account == Marie ? World.Company : PaulsCompany);
            _untouched.Add((id, account));
            _edits.Add(new Edit(id, account, title, FromApp: true, World.Time.GetUtcNow()));
            return;
        }

        var (edited, _) = _untouched[synced];
        _untouched.RemoveAt(synced);
        var name = $"Google {_edits.Count}";
        World.Google.User(account).Edit(account, SyncWorld.GoogleId(edited), $$"""{"summary":"{{name}}"}""");
        _edits.Add(new Edit(edited, account, name, FromApp: false, World.Time.GetUtcNow()));
        await _timed.DeliverAsync();
        await NoteArrivalsAsync();
    }

    private async Task TickAsync(TimeSpan after, bool everything)
    {
        World.Time.Advance(after);
        await RunAsync(_timed.ProcessorAsync);
        if (everything)
        {
            await RunAsync(_timed.IncrementalAsync);
        }

        if (World.Time.GetUtcNow() is { Minute: 0 } now)
        {
            switch (now.Hour)
            {
                case 2:
                    await RunAsync(_timed.QueueCleanupAsync);
                    break;
                case 3:
                    await RunAsync(_timed.RenewalAsync);
                    break;
                case 4:
                    await RunAsync(_timed.WebhookCleanupAsync);
                    break;
                case 6:
                    await RunAsync(_timed.DailyAsync);
                    break;
                default:
                    break;
            }
        }

        await _timed.DeliverAsync();
        await NoteArrivalsAsync();
    }

    // The host logs a run that fails, and goes on.
    private async Task RunAsync(Func<Worker?, Task> timer)
    {
        try
        {
            await timer(null);
        }
        catch (NpgsqlException)
        {
            _failedTicks++;
        }
    }

    private Task RestartDatabaseAsync() => World.QueryAsync<bool>(
        "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()");

    private async Task NoteArrivalsAsync()
    {
        foreach (var edit in _edits.Where(e => e.ArrivedAt is null))
        {
            var arrived = edit.FromApp
                ? (string?)World.Google.Event(edit.Account, SyncWorld.GoogleId(edit.Id))?["summary"] == edit.Title
                : (await World.QueryAsync<string>("SELECT title FROM events WHERE id = @Id", new { edit.Id })).Single() == edit.Title;
            edit.ArrivedAt = arrived ? World.Time.GetUtcNow() : null;
        }
    }

    private void ShouldHaveHeardWhatHappened()
    {
        var heard = _telegram.Sent.Select(m => m.Text).ToList();
        int Count(string start) => heard.Count(t => t.StartsWith(start, StringComparison.Ordinal));
        foreach (var edit in _edits)
        {
            var line = edit.FromApp ? $"Titre : {edit.Title}\n" : $"\n✅ {edit.Title}\n";
            heard.Count(t => t.Contains(line, StringComparison.Ordinal)).ShouldBe(1, $"{edit.Title}, seed {Seed}");
        }

        Count("✅ Événement ajouté").ShouldBe(_edits.Count(e => e.FromApp));
        Count("🔄 Événement modifié").ShouldBe(_edits.Count(e => !e.FromApp));
        Count("🔑").ShouldBe(1);
        Count("🚨").ShouldBe(2, "one for each calendar, however long Google is away");
        Count("✅ Google Calendar sync: rétablie").ShouldBe(2);
        Count("✅ Google Calendar sync: synchronisation quotidienne réussie").ShouldBe(30);
        heard.Count.ShouldBe(_edits.Count + 1 + 2 + 2 + 30, "and nothing else");
    }

    private void Report()
    {
        _edits.ShouldAllBe(e => e.ArrivedAt != null);
        // In the mornings, where nothing was down.
        var usual = _edits.Where(e => e.At.Day is not (12 or 13 or 14 or 18 or 22)).ToList();
        var toGoogle = usual.Where(e => e.FromApp).Max(e => e.ArrivedAt!.Value - e.At);
        var toApp = usual.Where(e => !e.FromApp).Max(e => e.ArrivedAt!.Value - e.At);
        var calls = World.Google.Calls;
        output.WriteLine(
            $"seed {Seed}: {_edits.Count} edits, {calls.Total} calls ({calls.Count("events.list")} lists, {calls.Count("events.watch")} watches, {calls.AppliedWrites} writes), "
            + $"{_timed.Messages.Delivered} messages, {_timed.Messages.Lost} lost, worst lag to Google {toGoogle}, to the application {toApp}, {_failedTicks} ticks failed");
        toGoogle.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(5));
        toApp.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(15));
        _failedTicks.ShouldBeLessThanOrEqualTo(2, "the restart is over with the next tick");
        calls.AppliedWrites.ShouldBe(_edits.Count(e => e.FromApp), "one write for each edit, no echo");
    }

    private sealed record Edit(Guid Id, string Account, string Title, bool FromApp, DateTimeOffset At)
    {
        public DateTimeOffset? ArrivedAt { get; set; }
    }
}
