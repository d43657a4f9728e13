using System.Text.Json.Nodes;

using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Texts that mean something to SQL, JSON, HTML, paths or terminals are texts: they cross both ways as they are.</summary>
public sealed class HostileTextStories
{
    private static readonly string[] Texts =
    [
        "'; DROP TABLE events; --", "\"; DELETE FROM google_calendar_grants; --", "$$; SELECT pg_sleep(10); $$", "%' OR '1'='1", "E'\\x27'", "@id :id $1 {0} {{1}}",
        "\\", "\\\\'\\\"", "NULL", "{\"a\":1}", "[]", "{NULL,\"a,b\"}", "(1,2)", "<script>alert(1)</script>", "&lt;b&gt;", "../../etc/passwd", "%00%0a", "a\tb\r\nc",
        "\u202Etxt.exe", "e\u0301 é", "👩‍👩‍👧‍👦", "\uFEFFbom", "\u0001\u001b[31m", "Robert'); --", "\u2028line", "＇ OR 1=1",
    ];

    [Fact]
    public async Task Check26_hostile_texts_cross_from_the_application_as_they_are()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var ids = new Dictionary<Guid, string>();
        foreach (var text in Texts)
        {
            var id = await world.AppAsync<Guid>(
                """
                INSERT INTO events (company_id, user_id, title, description, location, start_at, end_at, time_zone)
                VALUES (@Company, @User, @text, @text, @text, @start, @start + interval '1 hour', 'Europe/Paris') RETURNING id
                """,
                new { world.Company, world.User, text, start = world.Time.GetUtcNow().AddDays(1) });
            ids.Add(id, text);
        }

        await world.SettleAsync();
        foreach (var (id, text) in ids)
        {
            var e = world.GoogleEvent(id)!;
            ((string?)e["summary"], (string?)e["description"], (string?)e["location"]).ShouldBe((text, text, text));

            // And now into a conflict, which keeps the value that lost.
            await world.AppAsync("UPDATE events SET title = @title WHERE id = @id", new { id, title = "app " + text });
            world.GoogleEdit(id, new JsonObject { ["summary"] = "google " + text }.ToJsonString());
        }

        await world.SettleAsync();
        var conflicts = (await world.ConflictsAsync()).ToDictionary(c => c.EventId!.Value);
        foreach (var (id, text) in ids)
        {
            ((string?)JsonNode.Parse(conflicts[id].App!)!["title"], (string?)JsonNode.Parse(conflicts[id].Google!)!["title"]).ShouldBe(("app " + text, "google " + text));
        }
    }

    [Fact]
    public async Task Check26_hostile_texts_cross_from_Google_as_they_are()
    {
        await using var world = await SyncWorld.CreateAsync();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Texts)
        {
            var body = EventBody.AllDay(text, new DateOnly(2026, 3, 2), location: text);
            body["description"] = text;
            body["extendedProperties"] = new JsonObject { ["private"] = new JsonObject { ["key"] = text } };
            ids.Add((string)world.Person.Insert(world.Calendar, body)["id"]!, text);
        }

        await world.SettleAsync();
        var rows = (await world.RowsAsync()).ToDictionary(r => r.GoogleEventId!, StringComparer.Ordinal);
        foreach (var (id, text) in ids)
        {
            (rows[id].Title, rows[id].Description, rows[id].Location).ShouldBe((text, text, text));
            world.Person.Edit(world.Calendar, id, new JsonObject { ["summary"] = text + text }.ToJsonString());
        }

        await world.SettleAsync();
        (await world.RowsAsync()).ToDictionary(r => r.GoogleEventId!, r => r.Title, StringComparer.Ordinal)
            .ShouldBe(ids.ToDictionary(i => i.Key, i => (string?)(i.Value + i.Value), StringComparer.Ordinal), ignoreOrder: true);
    }

    [Theory]
    [InlineData("'; DROP TABLE events; --")]
    [InlineData("%' OR '1'='1")]
    public async Task Check26_a_hostile_role_finds_no_calendar_and_harms_nothing(string role)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A", role: role);
        var other = await world.AppInsertAsync("B");

        await world.PushAsync();

        (await world.RowAsync(id)).GoogleEventId.ShouldBeNull();
        (await world.RowAsync(other)).GoogleEventId.ShouldNotBeNull();
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("waiting: no enabled calendar connection has this role");

        await world.AppAsync("UPDATE google_calendar_connections SET role = @role", new { role });
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A", "B"]);
    }
}
