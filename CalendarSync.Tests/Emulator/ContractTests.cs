using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Base of the tests that hold for Google as well as for the emulator. They share one calendar and therefore only look at their own events.</summary>
[Trait("Google", "contract")]
public abstract class ContractTests(ContractFixture fixture) : IClassFixture<ContractFixture>
{
    protected GoogleApi Api { get; } = fixture.Api;

    protected string Calendar { get; } = fixture.CalendarId;

    protected string Events => GoogleApi.EventsOf(Calendar);

    protected string One(string eventId) => GoogleApi.EventPath(Calendar, eventId);

    protected static string NewId() => Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());

    protected static JsonObject Timed(string? id = null, string summary = "Review") => Parse(
        $$"""
        { {{(id is null ? "" : $"\"id\":\"{id}\",")}} "summary": "{{summary}}",
          "start": { "dateTime": "2026-03-02T10:00:00+01:00", "timeZone": "Europe/Paris" },
          "end": { "dateTime": "2026-03-02T11:00:00+01:00", "timeZone": "Europe/Paris" } }
        """);

    protected static JsonObject AllDay(string? id = null) => Parse(
        $$"""{ {{(id is null ? "" : $"\"id\":\"{id}\",")}} "summary": "Fair", "start": { "date": "2026-03-02" }, "end": { "date": "2026-03-04" } }""");

    protected static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    protected static JsonObject With(JsonObject body, string name, string json)
    {
        body[name] = JsonNode.Parse(json);
        return body;
    }

    protected async Task<GoogleAnswer> InsertAsync(JsonObject? body = null) => (await Api.PostAsync(Events, body ?? Timed())).ShouldBe(200);

    /// <summary>The latest token, without reading the calendar twice.</summary>
    protected async Task<string> SyncTokenAsync(string query = "maxResults=2500") => (await Api.ListAsync(Calendar, query)).SyncToken!;

    protected static JsonObject? Find(IEnumerable<JsonObject> items, string id) => items.FirstOrDefault(i => (string?)i["id"] == id);
}
