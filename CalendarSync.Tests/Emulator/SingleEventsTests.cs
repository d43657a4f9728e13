using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Tests.Emulator;

/// <summary>Point 26: what a delta with singleEvents=true tells of series. A mirror that follows it always shows what a full listing shows.</summary>
public sealed class SingleEventsTests : IDisposable
{
    private readonly Google _google = new();
    private readonly Dictionary<string, string> _mirror = new(StringComparer.Ordinal);
    private string _token = "";

    public void Dispose() => _google.Dispose();

    [Theory]
    [InlineData("""{"summary":"Other text"}""", 4, 0)]
    [InlineData("""{"recurrence":["RRULE:FREQ=WEEKLY;COUNT=2"]}""", 2, 2)]
    [InlineData("""{"recurrence":["RRULE:FREQ=WEEKLY;COUNT=6"]}""", 6, 0)]
    [InlineData("""{"start":{"dateTime":"2026-03-02T08:00:00Z"},"end":{"dateTime":"2026-03-02T09:00:00Z"}}""", 4, 4)]
    [InlineData("""{"recurrence":null}""", 1, 4)]
    [InlineData("""{"status":"cancelled"}""", 0, 4)]
    public async Task P26_a_delta_of_single_events_tells_all_instances_of_a_series_that_changed_and_those_that_it_lost(string patch, int live, int gone)
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=4");
        await FollowAsync();

        _google.User.Edit(_google.Work, series, patch);

        List<JsonObject> delta = await FollowAsync();
        delta.Count(i => (string?)i["status"] == "confirmed").ShouldBe(live);
        delta.Where(i => (string?)i["status"] == "cancelled").Select(i => (string?)i["recurringEventId"]).ShouldBe(Enumerable.Repeat(series, gone));
        await ShouldMirrorAsync();
    }

    [Fact]
    public async Task P26_a_delta_of_single_events_tells_an_exception_alone_when_only_that_changed()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=4");
        await FollowAsync();

        string moved = (string)_google.User.EditInstance(_google.Work, series, At(9), Json("""{"summary":"Moved"}"""))["id"]!;
        string hole = (string)_google.User.CancelInstance(_google.Work, series, At(16))["id"]!;

        (await FollowAsync()).Select(i => (string?)i["id"]).ShouldBe([moved, hole], ignoreOrder: true);
        await ShouldMirrorAsync();
        _google.User.Edit(_google.Work, series, """{"recurrence":["RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"]}""");
        (await FollowAsync()).Select(i => (string?)i["id"]).ShouldContain(moved, StringComparer.Ordinal);
        await ShouldMirrorAsync();
    }

    [Fact]
    public async Task P26_a_delta_of_single_events_follows_an_event_that_becomes_a_series_and_one_that_is_split_and_one_that_comes_back()
    {
        string plain = _google.Made();
        await FollowAsync();
        _google.User.Edit(_google.Work, plain, """{"start":{"timeZone":"Europe/Paris"},"end":{"timeZone":"Europe/Paris"},"recurrence":["RRULE:FREQ=WEEKLY;COUNT=5"]}""");
        ((string?)(await FollowAsync()).Single(i => (string?)i["id"] == plain)["status"]).ShouldBe("cancelled", "the event itself is among the single events no more");
        await ShouldMirrorAsync();

        _google.User.SplitSeries(_google.Work, plain, At(16), Json("""{"start":{"dateTime":"2026-03-17T09:00:00Z"},"end":{"dateTime":"2026-03-17T10:00:00Z"}}"""));
        await FollowAsync();
        await ShouldMirrorAsync();

        _google.User.Delete(_google.Work, plain);
        await FollowAsync();
        _google.User.Restore(_google.Work, plain);
        await FollowAsync();
        await ShouldMirrorAsync();
        _mirror.Count.ShouldBe(5);
    }

    [Fact]
    public async Task P26_a_delta_of_single_events_pages()
    {
        string series = Series("RRULE:FREQ=DAILY;COUNT=20");
        await FollowAsync();
        _google.User.Edit(_google.Work, series, """{"recurrence":["RRULE:FREQ=DAILY;COUNT=8"]}""");

        (await FollowAsync("&maxResults=3")).Count.ShouldBe(20);
        await ShouldMirrorAsync();
        (await FollowAsync()).ShouldBeEmpty("the same change is not told twice");
    }

    [Fact]
    public async Task P26_who_sees_no_more_than_free_and_busy_is_always_told_of_single_events()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=3");
        _google.Emulator.Share(_google.Work, Google.Ben, AccessRole.FreeBusyReader);
        GoogleApi ben = _google.As(Google.Ben);
        (List<JsonObject> items, string? token) = await ben.ListAsync(_google.Work);
        items.Count.ShouldBe(3);

        _google.User.Edit(_google.Work, series, """{"recurrence":["RRULE:FREQ=WEEKLY;COUNT=4"]}""");

        (await ben.DeltaAsync(_google.Work, token!)).Items.Count.ShouldBe(4);
    }

    /// <summary>Brings the mirror up to date by the latest token, or by a full listing where there is none.</summary>
    private async Task<List<JsonObject>> FollowAsync(string query = "")
    {
        (List<JsonObject> items, string? token) = await _google.Api.ListAsync(
            _google.Work, "singleEvents=true" + (_token.Length == 0 ? "" : $"&syncToken={GoogleApi.Escape(_token)}") + query);
        _token = token!;
        items.Select(i => (string)i["id"]!).ShouldBeUnique(StringComparer.Ordinal);
        foreach (JsonObject item in items)
        {
            if ((string?)item["status"] == "cancelled")
            {
                _mirror.Remove((string)item["id"]!);
            }
            else
            {
                _mirror[(string)item["id"]!] = item.ToJsonString();
            }
        }

        return items;
    }

    private async Task ShouldMirrorAsync() => _mirror.Values.Order(StringComparer.Ordinal).ShouldBe(
        (await _google.Api.ListAsync(_google.Work, "singleEvents=true")).Items.Select(static i => i.ToJsonString()).Order(StringComparer.Ordinal));

    private string Series(string rule)
    {
        JsonObject body = Google.Review("Weekly");
        body["start"]!["timeZone"] = "Europe/Paris";
        body["end"]!["timeZone"] = "Europe/Paris";
        body["recurrence"] = new JsonArray(rule);
        return (string)_google.User.Insert(_google.Work, body)["id"]!;
    }

    private static DateTimeOffset At(int day) => new(2026, 3, day, 9, 0, 0, TimeSpan.Zero);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
