using System.Net;
using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Point 49: the admin API, as a black-box test uses it.</summary>
public sealed class AdminTests : IDisposable
{
    private readonly Google _google = new();
    private readonly GoogleApi _admin;

    public AdminTests() => _admin = new GoogleApi(_google.Http, "");

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task P49_a_world_can_be_built_and_edited_as_its_people()
    {
        (await _admin.PostAsync("/emulator/accounts", Json("""{"email":"cleo@example.com","time_zone":"Asia/Tokyo"}"""))).ShouldBe(200);
        string calendar = (await _admin.PostAsync("/emulator/calendars", Json("""{"owner":"cleo@example.com","summary":"Plans"}"""))).ShouldBe(200).Id;
        string events = $"/emulator/calendars/{GoogleApi.Escape(calendar)}/events";
        string id = (await _admin.PostAsync(events, Google.Review("By hand"))).ShouldBe(200).Id;
        (await _admin.PatchAsync($"{events}/{id}", Json("""{"summary":"By her"}"""))).ShouldBe(200);
        string token = (string)(await _admin.PostAsync("/emulator/tokens", Json("""{"email":"cleo@example.com","scopes":["calendar.events"]}"""))).ShouldBe(200).Json["access_token"]!;
        GoogleApi cleo = new(_google.Http, token);
        ((string?)(await cleo.GetAsync(GoogleApi.EventPath(calendar, id))).ShouldBe(200).Json["summary"]).ShouldBe("By her");
        (await _admin.DeleteAsync($"{events}/{id}")).ShouldBe(204);
        ((string?)(await cleo.GetAsync(GoogleApi.EventPath(calendar, id))).Json["status"]).ShouldBe("cancelled");
        (await _admin.PostAsync($"{events}/{id}/restore")).ShouldBe(200);
        (await _admin.PostAsync($"{events}/fill", Json("""{"count":3}"""))).ShouldBe(200);
        JsonNode.Parse((await _admin.GetAsync(events)).Text)!.AsArray().Count.ShouldBe(4);
        JsonObject state = (await _admin.GetAsync("/emulator/state")).ShouldBe(200).Json;
        state["calendars"]!.AsArray().Single(c => (string?)c!["id"] == calendar)!["events"]!.GetValue<int>().ShouldBe(4);
    }

    [Fact]
    public async Task P49_faults_clock_counters_and_tokens_can_be_moved_from_outside()
    {
        (await _admin.PostAsync("/emulator/faults", Json("""{"method":"events.list","fault":"too_many_requests","retry_after_seconds":7}"""))).ShouldBe(200);
        GoogleAnswer limited = (await _google.Api.GetAsync(_google.Events)).ShouldBe(429);
        limited.Headers["Retry-After"].ShouldBe("7");
        JsonObject calls = (await _admin.GetAsync("/emulator/calls")).ShouldBe(200).Json;
        ((int?)calls["by_method"]!["events.list"]).ShouldBe(1);
        ((string?)calls["records"]![0]!["fault"]).ShouldBe("429");
        (await _admin.DeleteAsync("/emulator/calls")).ShouldBe(204);
        ((int?)(await _admin.GetAsync("/emulator/calls")).Json["total"]).ShouldBe(0);
        (await _admin.PatchAsync("/emulator/clock", Json("""{"advance_seconds":4000}"""))).ShouldBe(200);
        (await _google.Api.GetAsync(_google.Events)).ShouldRefuse(401, "authError");
        (await _admin.PatchAsync("/emulator/options", Json("""{"page_size_limit":1,"tombstones":"full"}"""))).ShouldBe(204);
        _google.Emulator.Options.PageSizeLimit.ShouldBe(1);
        (await _admin.PostAsync("/emulator/reset")).ShouldBe(204);
        (await _admin.GetAsync("/emulator/state")).Json["accounts"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "/emulator/accounts", """{"mail":"x"}""", 400)]
    [InlineData("POST", "/emulator/faults", """{"fault":"earthquake"}""", 400)]
    [InlineData("POST", "/emulator/calendars", """{"owner":"nobody@example.com","summary":"x"}""", 404)]
    [InlineData("GET", "/emulator/calendars/nosuch/events", null, 404)]
    [InlineData("POST", "/emulator/tokens", "{", 400)]
    [InlineData("GET", "/emulator/nosuch", null, 404)]
    public async Task P49_mistakes_are_told(string verb, string path, string? body, int status) => (await _admin.SendAsync(verb, path, body)).ShouldBe(status);

    [Fact]
    public async Task A_page_of_another_origin_cannot_use_the_admin_api()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/emulator/reset");
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");
        using HttpResponseMessage answer = await _google.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
