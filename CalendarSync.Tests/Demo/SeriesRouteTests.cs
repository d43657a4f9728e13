using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using CalendarSync.Local.Demo;

namespace CalendarSync.Tests.Demo;

/// <summary>Series on the page: what takes place on the days shown, the same on both sides, and one occurrence changed without the others.</summary>
public sealed class SeriesRouteTests(DemoWorld world) : IClassFixture<DemoWorld>, IAsyncLifetime
{
    // The clock changes on the 28th.
    private static readonly string[] FiveDays = ["2027-03-26", "2027-03-27", "2027-03-28", "2027-03-29", "2027-03-30"];

    public async Task InitializeAsync()
    {
        world.Window = "?from=2027-03-26&days=5";
        await SettleAsync();
    }

    /// <summary>Once more, and nobody writes anything.</summary>
    public async Task DisposeAsync()
    {
        await SettleAsync();
        (long google, string? rows) = await WritesAsync();
        await world.PostAsync("api/hurry");
        (await WritesAsync()).ShouldBe((google, rows));
        JsonNode state = await world.UntilSettledAsync();
        foreach (string? id in state["app"]!.AsArray().Where(e => (string?)e!["kind"] is "event" or "series").Select(e => (string?)e!["id"]).ToList())
        {
            await world.DeleteAsync($"api/app/events/{id}");
        }

        await SettleAsync();
    }

    [Theory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task Every_occurrence_of_the_days_shown_is_seen_on_both_sides(string here, string there)
    {
        await MakeAsync(here, "Round", "daily");

        JsonNode state = await SettleAsync();

        Starts(state, there, "Round").ShouldBe(FiveDays.Select(day => $"{day}T10:00"), "also over the change of the clock");
        Starts(state, here, "Round").ShouldBe(Starts(state, there, "Round"));
        state["google"]!.AsArray().Count(item => (string?)item!["kind"] is "series").ShouldBe(1);
        world.Window = "?from=2027-04-30&days=3";
        state = await world.StateAsync();
        (Starts(state, here, "Round").Count, Starts(state, there, "Round").Count).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task One_occurrence_is_moved_renamed_and_deleted_and_the_others_stay(string here, string there)
    {
        await MakeAsync(here, "Round", "daily");
        JsonNode state = await SettleAsync();
        string moved = Occurrence(state, here, "2027-03-28T10:00");
        string deleted = Occurrence(state, here, "2027-03-29T10:00");

        await world.ChangeAsync(here, moved, new { all_day = false, start = "2027-03-27T15:00", end = "2027-03-27T16:30" });
        await world.ChangeAsync(here, moved, new { location = "Room 2" });
        await world.DeleteAsync($"api/{here}/events/{deleted}");

        string[] expected = ["2027-03-26T10:00", "2027-03-27T10:00", "2027-03-27T15:00", "2027-03-30T10:00"];
        Starts(await world.StateAsync(), here, "Round").ShouldBe(expected, "at once");
        state = await SettleAsync();
        Starts(state, here, "Round").ShouldBe(expected);
        Starts(state, there, "Round").ShouldBe(expected);
        DemoWorld.Titled(state, there, "Round").Where(e => (string?)e["location"] is "Room 2").Select(e => (string?)e["end"]).ShouldBe(["2027-03-27T16:30"]);

        // And the other side has its say about the same occurrence.
        await world.ChangeAsync(there, Occurrence(state, there, "2027-03-27T15:00"), new { title = "Renamed" });
        state = await SettleAsync();
        Starts(state, here, "Renamed").ShouldBe(["2027-03-27T15:00"]);
        await world.DeleteAsync($"api/{there}/events/{Occurrence(state, there, "2027-03-27T15:00")}");
        state = await SettleAsync();
        Starts(state, here, "Renamed").ShouldBeEmpty();
        Starts(state, here, "Round").ShouldBe(["2027-03-26T10:00", "2027-03-27T10:00", "2027-03-30T10:00"]);
    }

    [Theory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task All_of_them_are_changed_and_deleted_at_once(string here, string there)
    {
        string series = await MakeAsync(here, "Round", "daily");
        JsonNode state = await SettleAsync();
        await world.ChangeAsync(here, Occurrence(state, here, "2027-03-27T10:00"), new { title = "By itself" });
        await world.DeleteAsync($"api/{here}/events/{Occurrence(state, here, "2027-03-30T10:00")}");
        await SettleAsync();

        await world.ChangeAsync(here, series, new { title = "Rounds", location = "Ward" });
        state = await SettleAsync();
        Starts(state, there, "Rounds").ShouldBe(["2027-03-26T10:00", "2027-03-28T10:00", "2027-03-29T10:00"]);
        Starts(state, there, "By itself").ShouldBe(["2027-03-27T10:00"]);

        // As at Google's: at another time exceptions have no place any more.
        await world.ChangeAsync(here, series, new { all_day = false, start = "2027-03-26T08:00", end = "2027-03-26T08:30" });
        state = await SettleAsync();
        Starts(state, there, "Rounds").ShouldBe(FiveDays.Select(day => $"{day}T08:00"));
        Starts(state, here, "Rounds").ShouldBe(Starts(state, there, "Rounds"));
        Starts(state, there, "By itself").ShouldBe(Starts(state, here, "By itself"));

        await world.ChangeAsync(here, series, new { repeat = "weekly" });
        state = await SettleAsync();
        Starts(state, there, "Rounds").ShouldBe(["2027-03-26T08:00"]);

        await world.DeleteAsync($"api/{here}/events/{series}");
        state = await SettleAsync();
        state[there]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task An_event_becomes_a_series_of_whole_days_and_an_event_again(string here, string there)
    {
        string id = await world.AddAsync(here, new { title = "Duty", all_day = true, start = "2027-03-26", end = "2027-03-27" });
        await SettleAsync();

        await world.ChangeAsync(here, id, new { repeat = "daily" });
        JsonNode state = await SettleAsync();
        Starts(state, there, "Duty").ShouldBe(FiveDays);
        await world.ChangeAsync(here, Occurrence(state, here, "2027-03-28"), new { title = "Swapped" });
        await world.DeleteAsync($"api/{here}/events/{Occurrence(state, here, "2027-03-29")}");
        state = await SettleAsync();
        Starts(state, there, "Duty").ShouldBe(["2027-03-26", "2027-03-27", "2027-03-30"]);
        Starts(state, there, "Swapped").ShouldBe(["2027-03-28"]);

        await world.ChangeAsync(here, id, new { repeat = "never" });
        state = await SettleAsync();
        Starts(state, there, "Duty").ShouldBe(["2027-03-26"]);
    }

    [Fact]
    public async Task A_hole_on_one_side_alone_is_a_difference_wherever_it_is()
    {
        await MakeAsync("app", "Round", "daily");
        JsonNode state = await SettleAsync();
        string google = (string)state["google"]!.AsArray().First(item => (string?)item!["kind"] is "series")!["id"]!;
        await world.PostAsync("api/trouble/webhook_lost");

        // Far from the days shown, and nobody tells.
        world.Demo.Google.Emulator.User(DemoPeople.GoogleAccount).CancelInstance(DemoPeople.GoogleAccount, google, new DateTimeOffset(2027, 5, 10, 8, 0, 0, TimeSpan.Zero));

        JsonNode verdict = (await world.StateAsync())["verdict"]!;
        ((int)verdict["differences"]!, (int)verdict["doubles"]!).ShouldBe((1, 0));
        await world.DeleteAsync("api/trouble");
    }

    [Fact]
    public async Task A_rule_that_cannot_be_read_shows_its_first_time_as_in_the_agenda()
    {
        await world.Demo.Database.ExecuteAsync(
            """
            INSERT INTO events (company_id, user_id, title, start_at, end_at, recurrence)
            VALUES (@CompanyId, @OwnerId, 'Strange', '2027-03-27T09:00Z', '2027-03-27T10:00Z', '{RRULE:FREQ=DAILY;BYDAY=99XX}')
            """,
            world.Demo.People,
            default);

        JsonNode state = await world.StateAsync();

        Starts(state, "app", "Strange").ShouldBe(["2027-03-27T10:00"]);
        await world.Demo.Database.ExecuteAsync("DELETE FROM google_calendar_sync_queue q USING events e WHERE e.id = q.event_id AND e.title = 'Strange'", null, default);
        await world.Demo.Database.ExecuteAsync("ALTER TABLE events DISABLE TRIGGER USER; DELETE FROM events WHERE title = 'Strange'; ALTER TABLE events ENABLE TRIGGER USER", null, default);
    }

    [Theory]
    [InlineData("app", "_20270328T113000Z")]
    [InlineData("google", "_20270328T113000Z")]
    [InlineData("app", "_20270328")]
    [InlineData("app", "_soon")]
    public async Task A_time_that_the_series_does_not_have_is_404(string side, string slot)
    {
        string series = await MakeAsync(side, "Round", "daily");

        using HttpResponseMessage change = await world.Http.PatchAsJsonAsync($"api/{side}/events/{series}{slot}", new { title = "x" });
        using HttpResponseMessage delete = await world.Http.DeleteAsync($"api/{side}/events/{series}{slot}");

        (change.StatusCode, delete.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("?days=0")]
    [InlineData("?days=32")]
    [InlineData("?days=many")]
    [InlineData("?from=2027-02-30")]
    [InlineData("?from=tomorrow&days=3")]
    public async Task Days_that_cannot_be_shown_are_refused(string window)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync("api/state" + window);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("app")]
    [InlineData("google")]
    public async Task What_cannot_repeat_is_refused(string side)
    {
        using HttpResponseMessage other = await world.Http.PostAsJsonAsync($"api/{side}/events", new { title = "x", all_day = true, start = "2027-03-26", end = "2027-03-27", repeat = "other" });
        other.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await MakeAsync(side, "Round", "daily");
        string occurrence = Occurrence(await SettleAsync(), side, "2027-03-27T10:00");

        using HttpResponseMessage again = await world.Http.PatchAsJsonAsync($"api/{side}/events/{occurrence}", new { repeat = "weekly" });

        again.IsSuccessStatusCode.ShouldBeFalse();
        Starts(await SettleAsync(), side, "Round").Count.ShouldBe(5);
    }

    private Task<string> MakeAsync(string side, string title, string repeat) =>
        world.AddAsync(side, new { title, all_day = false, start = "2027-03-26T10:00", end = "2027-03-26T11:00", repeat });

    private async Task<JsonNode> SettleAsync()
    {
        await world.PostAsync("api/hurry");
        return await world.UntilSettledAsync();
    }

    private async Task<(long Google, string? Rows)> WritesAsync() => (
        world.Demo.Google.Emulator.ChangeCount(DemoPeople.GoogleAccount),
        await world.Demo.Database.QueryAsync<string>("SELECT string_agg(version || ' ' || synced_version || ' ' || coalesce(google_etag, ''), ', ' ORDER BY id) FROM events", null, default));

    private static string Occurrence(JsonNode state, string side, string start) => (string)state[side]!.AsArray()
        .Single(item => (string?)item!["kind"] is "occurrence" && (string?)item["start"] == start)!["id"]!;

    /// <summary>When it takes place, as the page draws it.</summary>
    private static IReadOnlyList<string> Starts(JsonNode state, string side, string title) =>
    [
        .. DemoWorld.Titled(state, side, title).Where(item => (string?)item["kind"] is "event" or "occurrence").Select(item => (string)item["start"]!).Order(StringComparer.Ordinal),
    ];
}
