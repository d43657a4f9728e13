using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Crash;

/// <summary>The canonical stories, by name.</summary>
internal static class CrashStories
{
    private static readonly Guid A = Guid.Parse("a0000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = Guid.Parse("b0000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = Guid.Parse("c0000000-0000-0000-0000-00000000000c");
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    public static IReadOnlyDictionary<string, CrashStory> All { get; } = new Dictionary<string, CrashStory>(StringComparer.Ordinal)
    {
        ["created in the application"] = new(null, w => InsertAsync(w, A, "A")),
        ["edited in the application"] = new(WithA, w => w.AppEditAsync(A, "title = 'A2', color = '#dc2127'")),
        ["deleted in the application"] = new(WithA, w => w.AppDeleteAsync(A)),
        ["deleted for good in the application"] = new(WithA, w => w.AppPurgeAsync(A)),
        ["taken back after its deletion"] = new(
            async w =>
            {
                await WithA(w);
                await w.AppDeleteAsync(A);
                await InStepAsync(w);
            },
            w => w.AppEditAsync(A, "deleted_at = NULL, title = 'A2'")),
        ["created in Google"] = new(null, w => Do(() => GoogleInsert(w, "googlea", "A"))),
        ["edited in Google"] = new(WithA, w => Do(() => w.GoogleEdit(A, """{"summary":"A2"}"""))),
        ["deleted in Google"] = new(WithA, w => Do(() => w.GoogleDelete(A))),
        ["different fields on both sides"] = new(WithA, async w =>
        {
            await w.AppEditAsync(A, "title = 'App'");
            w.GoogleEdit(A, """{"location":"Google"}""");
        }),
        ["the same field, Google later"] = new(WithA, async w =>
        {
            await w.AppEditAsync(A, "title = 'App', description = 'App'");
            w.Time.Advance(Later);
            w.GoogleEdit(A, """{"summary":"Google"}""");
        }),
        ["the same field, the application later"] = new(WithA, async w =>
        {
            w.GoogleEdit(A, """{"summary":"Google","location":"Google"}""");
            w.Time.Advance(Later);
            await w.AppEditAsync(A, "title = 'App'");
        }),
        ["deleted in the application, edited later in Google"] = new(WithA, async w =>
        {
            await w.AppDeleteAsync(A);
            w.Time.Advance(Later);
            w.GoogleEdit(A, """{"summary":"Google"}""");
        }),
        ["deleted for good, edited later in Google"] = new(WithA, async w =>
        {
            await w.AppPurgeAsync(A);
            w.Time.Advance(Later);
            w.GoogleEdit(A, """{"summary":"Google"}""");
        }),
        ["edited in Google, deleted for good later"] = new(WithA, async w =>
        {
            w.GoogleEdit(A, """{"summary":"Google"}""");
            w.Time.Advance(Later);
            await w.AppPurgeAsync(A);
        }),
        ["deleted in Google, edited later in the application"] = new(
            WithA,
            async w =>
            {
                w.GoogleDelete(A);
                w.Time.Advance(Later);
                await w.AppEditAsync(A, "title = 'App'");
            },
            new EmulatorOptions { Tombstones = TombstoneDetail.Full }),
        ["an id that Google has purged"] = new(
            async w =>
            {
                await WithA(w);
                w.GoogleDelete(A);
                await InStepAsync(w);
                w.Google.PurgeTrash(w.Calendar);
            },
            w => w.AppEditAsync(A, "deleted_at = NULL, title = 'A2'")),
        ["a dead token, a sweep and an unsynced edit"] = new(
            async w =>
            {
                foreach (var (id, title) in new[] { (A, "A"), (B, "B"), (C, "C") })
                {
                    await InsertAsync(w, id, title);
                }

                await InStepAsync(w);
            },
            async w =>
            {
                w.GoogleDelete(A);
                w.GoogleDelete(B);
                w.Google.PurgeTrash(w.Calendar);
                w.Time.Advance(TimeSpan.FromHours(1));
                await w.AppEditAsync(B, "title = 'B2'");
            }),
        ["a delta of many pages"] = new(
            null,
            w => Do(() =>
            {
                for (var i = 0; i < 5; i++)
                {
                    GoogleInsert(w, $"google{i}", $"G{i}");
                }
            }),
            new EmulatorOptions { PageSizeLimit = 2 }),
        ["a batch of everything"] = new(
            async w =>
            {
                await InsertAsync(w, A, "A");
                await InsertAsync(w, B, "B");
                await InStepAsync(w);
            },
            async w =>
            {
                await InsertAsync(w, C, "C");
                await w.AppEditAsync(A, "title = 'A2'");
                await w.AppDeleteAsync(B);
                GoogleInsert(w, "googled", "D");
                w.GoogleEdit(A, """{"location":"Google"}""");
            }),
        ["moved by its role"] = new(
            WithTwoCalendars,
            w => w.AppEditAsync(A, "role = 'b', title = 'A2'")),
        ["moved by a person"] = new(
            WithTwoCalendars,
            w => Do(() => w.Person.Move(SyncWorld.Email, SyncWorld.GoogleId(A), w.Calendar))),
        ["a series with an exception and a hole"] = new(null, w => Do(() =>
        {
            var series = GoogleInsert(w, "series1", "S", "RRULE:FREQ=WEEKLY;COUNT=8");
            var start = Start(w);
            w.Person.EditInstance(w.Calendar, series, start.AddDays(7), new JsonObject { ["summary"] = "Exception" });
            w.Person.CancelInstance(w.Calendar, series, start.AddDays(14));
        })),
    };

    private static async Task WithTwoCalendars(SyncWorld world)
    {
        await world.AppAsync("UPDATE google_calendar_connections SET role = 'a'");
        await world.ConnectAsync(world.Google.AddCalendar(SyncWorld.Email, "B"), "b");
        await InsertAsync(world, A, "A");
        await world.AppEditAsync(A, "role = 'a'");
        await InStepAsync(world);
    }

    private static async Task WithA(SyncWorld world)
    {
        await InsertAsync(world, A, "A");
        await InStepAsync(world);
    }

    private static async Task InStepAsync(SyncWorld world)
    {
        await world.PullAsync();
        await world.PushAsync();
        // Long enough for everything to be old news.
        world.Time.Advance(TimeSpan.FromMinutes(5));
    }

    private static Task InsertAsync(SyncWorld world, Guid id, string title) => world.AppAsync(
        """
        INSERT INTO events (id, company_id, user_id, title, location, start_at, end_at, time_zone)
        VALUES (@id, @Company, @User, @title, 'Cabinet', @start, @start + interval '1 hour', 'Europe/Paris')
        """,
        new { id, world.Company, world.User, title, start = Start(world) });

    private static string GoogleInsert(SyncWorld world, string id, string title, string? rule = null)
    {
        var body = EventBody.Timed(title, Start(world), Start(world).AddHours(1));
        body["id"] = id;
        if (rule is not null)
        {
            body["recurrence"] = new JsonArray(rule);
        }

        world.Person.Insert(world.Calendar, body);
        return id;
    }

    private static DateTimeOffset Start(SyncWorld world) => new(world.Time.GetUtcNow().AddDays(1).Date.AddHours(9), TimeSpan.Zero);

    private static Task Do(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
