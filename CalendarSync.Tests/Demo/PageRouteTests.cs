using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Demo;

/// <summary>Both sides' routes with the real engine between them, and the stream of what travels.</summary>
public sealed class PageRouteTests(DemoWorld world) : IClassFixture<DemoWorld>
{
    [Fact]
    public async Task A_visitor_finds_the_same_events_on_both_sides()
    {
        JsonNode state = await world.UntilAsync("the first events are on both sides", state => (bool)state["verdict"]!["settled"]! && state["app"]!.AsArray().Count >= 5);

        state["google"]!.AsArray().Count.ShouldBe(state["app"]!.AsArray().Count);
        state["app"]!.AsArray().ShouldContain(item => ((string)item!["start"]!).StartsWith((string)state["today"]!, StringComparison.Ordinal), "one of them is today");
    }

    [Theory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task What_one_side_does_the_other_has(string here, string there)
    {
        string id = await world.AddAsync(here, $"Made in {here}", "2027-03-28");
        await world.PostAsync("api/processor");
        JsonNode state = await world.UntilSettledAsync();
        JsonNode twin = DemoWorld.Titled(state, there, $"Made in {here}").ShouldHaveSingleItem();
        ((string)twin["start"]!).ShouldBe("2027-03-28T10:00");

        await world.ChangeAsync(here, id, new { title = $"Moved in {here}", location = "<b>Room</b>", all_day = true, start = "2027-03-28", end = "2027-03-30" });
        await world.PostAsync("api/processor");
        state = await world.UntilAsync("it has moved", state => DemoWorld.Titled(state, there, $"Moved in {here}").Count == 1 && (bool)state["verdict"]!["settled"]!);
        twin = DemoWorld.Titled(state, there, $"Moved in {here}")[0];
        ((bool)twin["all_day"]!, (string)twin["end"]!, (string)twin["location"]!).ShouldBe((true, "2027-03-30", "<b>Room</b>"));

        await world.ChangeAsync(here, id, new { all_day = false, start = "2027-03-29T23:30", end = "2027-03-30T00:30" });
        await world.PostAsync("api/processor");
        await world.UntilAsync("it has a time again", state => (bool)state["verdict"]!["settled"]! && (string)DemoWorld.Titled(state, there, $"Moved in {here}")[0]["end"]! == "2027-03-30T00:30");

        await world.DeleteAsync($"api/{here}/events/{id}");
        await world.PostAsync("api/processor");
        await world.UntilAsync("it is gone", state => (bool)state["verdict"]!["settled"]! && DemoWorld.Titled(state, there, $"Moved in {here}").Count == 0);
    }

    [Theory]
    [InlineData("app", """{"title": "No time"}""")]
    [InlineData("google", """{"all_day": false, "start": "2027-03-01T11:00", "end": "2027-03-01T10:00"}""")]
    [InlineData("app", """{"all_day": true, "start": "2027-03-01T11:00", "end": "2027-03-02"}""")]
    [InlineData("app", """{"all_day": true, "start": "2027-02-30", "end": "2027-03-02"}""")]
    [InlineData("app", """{"title": "nul \u0000", "all_day": true, "start": "2027-03-01", "end": "2027-03-02"}""")]
    [InlineData("google", """{"all_day": true, "start": "2027-03-01", "end": "2027-03-02", "colour": "red"}""")]
    public async Task What_is_no_event_is_refused_with_a_reason(string side, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await world.Http.PostAsync($"api/{side}/events", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["detail"]).ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("app", "nonsense")]
    [InlineData("app", "7d8a2a5e-7d9b-4f6b-9d63-3a0f0a3f6c11")]
    [InlineData("google", "nonsense")]
    public async Task An_event_that_is_not_there_is_404(string side, string id)
    {
        using HttpResponseMessage change = await world.Http.PatchAsJsonAsync($"api/{side}/events/{id}", new { title = "x" });
        using HttpResponseMessage delete = await world.Http.DeleteAsync($"api/{side}/events/{id}");

        (change.StatusCode, delete.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_trouble_nobody_knows_is_404()
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync("api/trouble/earthquake", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_settings_page_is_reached_as_the_owner()
    {
        JsonNode about = (await world.Http.GetFromJsonAsync<JsonNode>("api/about"))!;

        var settings = new Uri((string)about["settings_url"]!);
        settings.GetLeftPart(UriPartial.Path).ShouldBe($"{world.Demo.Settings.BaseUrl}/api/google-calendar");
        string[] fragment = settings.Fragment.TrimStart('#').Split('&');
        fragment[1].ShouldBe($"company_id={world.Demo.People.CompanyId}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{world.Demo.Settings.BaseUrl}/api/v1/calendar/connections?company_id={world.Demo.People.CompanyId}");
        request.Headers.Add("Authorization", $"Bearer {fragment[0]["token=".Length..]}");
        using HttpResponseMessage answer = await new HttpClient().SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_stream_tells_what_travels_and_goes_on_where_a_reader_left()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using Stream first = await world.Http.GetStreamAsync("api/feed", limit.Token);
        string id = await world.AddAsync("app", "Told of");
        await world.PostAsync("api/processor");

        List<JsonNode> told = await ReadAsync(first, entry => (string?)entry["kind"] == "decision" && (string?)entry["event"] == id, limit.Token);

        told.ShouldContain(entry => (string?)entry["kind"] == "row" && (string?)entry["event"] == id && (string?)entry["by"] == "app");
        told.ShouldContain(entry => (string?)entry["kind"] == "queue" && (string?)entry["event"] == id && (string?)entry["status"] == "pending");
        told.ShouldContain(entry => (string?)entry["kind"] == "call" && (string?)entry["method"] == "events.insert" && (int)entry["units"]! == 1);
        told.Select(entry => (long)entry["number"]!).ShouldBe(Enumerable.Range(1, told.Count).Select(number => (long)number), "nothing is left out");
        told.ToString()!.ShouldNotContain("Told of");

        long last = (long)told[^1]["number"]!;
        using var again = new HttpRequestMessage(HttpMethod.Get, "api/feed");
        again.Headers.Add("Last-Event-ID", $"{last - 1}");
        using HttpResponseMessage answer = await world.Http.SendAsync(again, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        (await ReadAsync(await answer.Content.ReadAsStreamAsync(limit.Token), _ => true, limit.Token)).ShouldHaveSingleItem()["number"]!.GetValue<long>().ShouldBe(last);
    }

    private static async Task<List<JsonNode>> ReadAsync(Stream stream, Func<JsonNode, bool> isLast, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream);
        List<JsonNode> entries = [];
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                entries.Add(JsonNode.Parse(line["data: ".Length..])!);
                if (isLast(entries[^1]))
                {
                    return entries;
                }
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
