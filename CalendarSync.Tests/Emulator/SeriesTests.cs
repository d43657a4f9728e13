using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 26, 28, 31, 32 and 34: series expanded, instances read and written, and exceptions that a new rule makes stale.</summary>
public sealed class SeriesTests : IDisposable
{
    private readonly Google _google = new();

    public void Dispose() => _google.Dispose();

    // 2 March 2026 is a Monday; the clocks in Paris change on the 29th.
    [Fact]
    public async Task P32_instances_keep_the_clock_on_the_wall_and_end_with_their_rule()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=6", "EXDATE;TZID=Europe/Paris:20260309T100000", "RDATE;TZID=Europe/Paris:20260311T180000");

        List<JsonObject> instances = await InstancesAsync(series);

        instances.Select(i => (string?)i["start"]!["dateTime"]).ShouldBe(
            ["2026-03-02T10:00:00+01:00", "2026-03-11T18:00:00+01:00", "2026-03-16T10:00:00+01:00", "2026-03-23T10:00:00+01:00", "2026-03-30T10:00:00+02:00", "2026-04-06T10:00:00+02:00"]);
        instances[^1]["id"]!.GetValue<string>().ShouldBe(series + "_20260406T080000Z");
        ((string?)instances[^1]["end"]!["dateTime"]).ShouldBe("2026-04-06T11:00:00+02:00");
    }

    [Fact]
    public async Task P32_instances_of_all_day_series_have_dates_in_their_ids()
    {
        string series = (string)_google.User.Insert(
            _google.Work, """{"summary":"Days","start":{"date":"2026-03-02"},"end":{"date":"2026-03-04"},"recurrence":["RRULE:FREQ=WEEKLY;UNTIL=20260316"]}""")["id"]!;

        List<JsonObject> instances = await InstancesAsync(series);

        instances.Select(i => (string?)i["id"]).ShouldBe([series + "_20260302", series + "_20260309", series + "_20260316"]);
        ((string?)instances[1]["end"]!["date"]).ShouldBe("2026-03-11");
        ((string?)instances[1]["originalStartTime"]!["date"]).ShouldBe("2026-03-09");
        (await InstancesAsync(series, "&timeMin=2026-03-10T23:30:00%2B01:00&timeMax=2026-03-20T00:00:00Z")).Select(i => (string?)i["id"]).ShouldBe([series + "_20260309", series + "_20260316"]);
        (await InstancesAsync(series, "&timeMin=2026-03-11T00:00:00%2B01:00")).Select(i => (string?)i["id"]).ShouldBe([series + "_20260316"]);
    }

    [Fact]
    public async Task P31_an_instance_that_nobody_changed_is_read_by_its_id_with_what_its_series_says()
    {
        string series = Series("RRULE:FREQ=WEEKLY");
        JsonObject master = (await _google.Api.GetAsync(_google.One(series))).ShouldBe(200).Json;

        JsonObject instance = (await _google.Api.GetAsync(_google.One(series + "_20260309T090000Z"))).ShouldBe(200).Json;

        instance.ContainsKey("recurrence").ShouldBeFalse();
        ((string?)instance["recurringEventId"]).ShouldBe(series);
        foreach (string same in (string[])["etag", "updated", "iCalUID", "summary", "created"])
        {
            ((string?)instance[same]).ShouldBe((string?)master[same], same);
        }

        (await _google.Api.GetAsync(_google.One(series + "_20260310T090000Z"))).ShouldRefuse(404, "notFound");
        (await _google.Api.GetAsync(_google.One(series + "_20260309"))).ShouldRefuse(404, "notFound");
        (await _google.Api.ListAsync(_google.Work)).Items.ShouldHaveSingleItem("reading stores nothing");
    }

    [Fact]
    public void A_person_sees_a_week_with_its_series_and_changes_one_of_them_in_one_write()
    {
        string series = Series("RRULE:FREQ=DAILY");
        long before = _google.Emulator.ChangeCount(_google.Work);

        _google.User.Edit(_google.Work, series + "_20260304T090000Z", """{"summary":"Exceptionally"}""");
        _google.User.Delete(_google.Work, series + "_20260305T090000Z");

        (_google.Emulator.ChangeCount(_google.Work) - before).ShouldBe(2, "one change for each act");
        var shown = _google.User.Look(_google.Work, new(2026, 3, 3, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 7, 0, 0, 0, TimeSpan.Zero));
        shown.Select(e => $"{((string)e["id"]!)[series.Length..]} {e["summary"]} {e["status"]}").Order(StringComparer.Ordinal).ShouldBe(
        [
            " Weekly confirmed", "_20260303T090000Z Weekly confirmed", "_20260304T090000Z Exceptionally confirmed", "_20260305T090000Z Weekly cancelled", "_20260306T090000Z Weekly confirmed",
        ]);
        _google.User.Look(_google.Work, series + "_20260303T090000Z").ShouldNotBeNull();
        _google.User.Look(_google.Work, series + "_20260305T090000Z").ShouldBeNull();
        Should.Throw<GoogleErrorException>(() => _google.User.Edit(_google.Work, series + "_20260303T100000Z", """{"summary":"Nowhere"}"""));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task P31_writing_an_instance_makes_an_exception(bool patch)
    {
        string series = Series("RRULE:FREQ=WEEKLY");
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        string id = series + "_20260309T090000Z";
        JsonObject instance = (await _google.Api.GetAsync(_google.One(id))).ShouldBe(200).Json;
        string etag = (string)instance["etag"]!;
        instance["summary"] = "Exceptionally";

        GoogleAnswer written = patch
            ? await _google.Api.PatchAsync(_google.One(id), Json("""{"summary":"Exceptionally"}"""), etag)
            : await _google.Api.PutAsync(_google.One(id), instance, etag);

        JsonObject answer = written.ShouldBe(200).Json;
        ((string?)answer["id"]).ShouldBe(id);
        ((string?)answer["recurringEventId"]).ShouldBe(series);
        ((string?)answer["originalStartTime"]!["dateTime"]).ShouldBe("2026-03-09T10:00:00+01:00");
        string.Equals((string?)answer["etag"], etag, StringComparison.Ordinal).ShouldBeFalse();
        (await _google.Api.DeltaAsync(_google.Work, token)).Items.ShouldHaveSingleItem()["id"]!.GetValue<string>().ShouldBe(id);
        (await _google.Api.PutAsync(_google.One(series + "_20260316T090000Z"), instance, "\"1\"")).ShouldRefuse(412, "conditionNotMet");
        (await _google.Api.PatchAsync(_google.One(series + "_20260316T090000Z"), Json("""{"recurrence":["RRULE:FREQ=DAILY"]}"""))).ShouldBe(400);
        (await _google.Api.ListAsync(_google.Work)).Items.Count.ShouldBe(2, "what was refused is no exception");
    }

    [Fact]
    public async Task P31_deleting_an_instance_makes_a_hole_and_deleting_an_exception_does_not_bring_the_rule_s_instance_back()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=3");
        string second = series + "_20260309T090000Z";
        string third = series + "_20260316T090000Z";
        (await _google.Api.PatchAsync(_google.One(third), Json("""{"summary":"Moved"}"""))).ShouldBe(200);

        (await _google.Api.DeleteAsync(_google.One(second))).ShouldBe(204);
        (await _google.Api.DeleteAsync(_google.One(third))).ShouldBe(204);

        (await InstancesAsync(series)).Select(i => (string?)i["id"]).ShouldBe([series + "_20260302T090000Z"]);
        (await InstancesAsync(series, "&showDeleted=true")).Select(i => (string?)i["status"]).ShouldBe(["confirmed", "cancelled", "cancelled"]);
        (await _google.Api.DeleteAsync(_google.One(second))).ShouldRefuse(410, "deleted");
        ((string?)(await _google.Api.GetAsync(_google.One(second))).ShouldBe(200).Json["status"]).ShouldBe("cancelled");
    }

    [Fact]
    public async Task P26_all_four_modes_of_single_events_and_show_deleted()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=4");
        string plain = _google.Made("Plain");
        string deleted = _google.Made("Deleted");
        _google.User.Delete(_google.Work, deleted);
        string hole = (string)_google.User.CancelInstance(_google.Work, series, At(9))["id"]!;
        string moved = (string)_google.User.EditInstance(_google.Work, series, At(16), Json("""{"summary":"Moved"}"""))["id"]!;
        string first = series + "_20260302T090000Z";
        string last = series + "_20260323T090000Z";

        (await IdsAsync("")).ShouldBe([series, plain, hole, moved], ignoreOrder: true);
        (await IdsAsync("showDeleted=true")).ShouldBe([series, plain, hole, moved, deleted], ignoreOrder: true);
        (await IdsAsync("singleEvents=true")).ShouldBe([first, plain, moved, last], ignoreOrder: true);
        (await IdsAsync("singleEvents=true&showDeleted=true")).ShouldBe([first, plain, hole, moved, last, deleted], ignoreOrder: true);
        (await IdsAsync("singleEvents=true&maxResults=1")).ShouldBe([first, plain, moved, last], ignoreOrder: true);

        _google.User.Delete(_google.Work, series);
        (await IdsAsync("singleEvents=true")).ShouldBe([plain]);
        (await IdsAsync("singleEvents=true&showDeleted=true")).ShouldBe([first, plain, hole, moved, last, deleted], StringComparer.Ordinal, ignoreOrder: true, "single instances only, never the series");
    }

    [Fact]
    public async Task P29_single_events_come_by_start()
    {
        string series = Series("RRULE:FREQ=WEEKLY");
        string between = (string)_google.User.Insert(_google.Work, EventBody.Timed("Between", At(10), At(10).AddHours(1)))["id"]!;
        _google.User.EditInstance(_google.Work, series, At(16), Json("""{"start":{"dateTime":"2026-03-20T09:00:00Z"},"end":{"dateTime":"2026-03-20T10:00:00Z"}}"""));

        foreach (int size in (int[])[1, 2, 250])
        {
            (await IdsAsync($"singleEvents=true&orderBy=startTime&timeMin=2026-03-03T00:00:00Z&timeMax=2026-03-24T00:00:00Z&maxResults={size}"))
                .ShouldBe([series + "_20260309T090000Z", between, series + "_20260316T090000Z", series + "_20260323T090000Z"]);
        }
    }

    [Fact]
    public async Task P26_an_endless_series_is_bounded()
    {
        Series("RRULE:FREQ=DAILY");
        (await IdsAsync("singleEvents=true&maxResults=2500")).Count.ShouldBe(730);
    }

    [Fact]
    public async Task P28_a_series_is_in_a_window_when_one_of_its_instances_is()
    {
        string series = Series("RRULE:FREQ=WEEKLY;COUNT=3");
        (await IdsAsync("timeMin=2026-03-16T09:30:00Z&timeMax=2026-04-01T00:00:00Z")).ShouldBe([series]);
        (await IdsAsync("timeMin=2026-03-16T10:00:00Z")).ShouldBeEmpty();
        (await IdsAsync("timeMin=2026-03-10T00:00:00Z&timeMax=2026-03-16T09:00:00Z")).ShouldBeEmpty();
        (await IdsAsync("timeMax=2026-03-02T09:00:00Z")).ShouldBeEmpty();
    }

    [Fact]
    public async Task P31_instances_page_and_find_one_by_its_original_start()
    {
        string series = Series("RRULE:FREQ=DAILY;COUNT=7");
        _google.User.EditInstance(_google.Work, series, At(5), Json("""{"start":{"dateTime":"2026-03-30T09:00:00Z"},"end":{"dateTime":"2026-03-30T10:00:00Z"}}"""));

        (await InstancesAsync(series, "&maxResults=2")).Select(i => ((string)i["id"]!)[^16..^8]).ShouldBe(
            ["20260302", "20260303", "20260304", "20260306", "20260307", "20260308", "20260305"]);
        (await InstancesAsync(series, "&originalStart=2026-03-05T10:00:00%2B01:00")).ShouldHaveSingleItem()["start"]!["dateTime"]!.GetValue<string>().ShouldStartWith("2026-03-30");
        (await InstancesAsync(series, "&timeMin=2026-03-07T00:00:00Z&timeMax=2026-03-30T09:00:00Z")).Select(i => ((string)i["id"]!)[^16..^8]).ShouldBe(
            ["20260307", "20260308"], "the window bounds where an instance is, not where it was");
        (await _google.Api.GetAsync($"{_google.One(series)}/instances?maxResults=0")).ShouldRefuse(400, "invalidParameter");
    }

    [Fact]
    public async Task P31_an_instance_is_found_by_its_original_start_however_far_away_and_a_hole_only_when_asked_for()
    {
        string series = Series("RRULE:FREQ=DAILY");
        _google.User.CancelInstance(_google.Work, series, At(3));

        (await InstancesAsync(series, "&originalStart=2032-07-05T08:00:00Z")).ShouldHaveSingleItem()["id"]!.GetValue<string>().ShouldBe(series + "_20320705T080000Z");
        (await InstancesAsync(series, "&originalStart=2032-07-05T09:00:00Z")).ShouldBeEmpty();
        (await InstancesAsync(series, "&originalStart=2026-03-03T09:00:00Z")).ShouldBeEmpty();
        ((string?)(await InstancesAsync(series, "&originalStart=2026-03-03T09:00:00Z&showDeleted=true")).ShouldHaveSingleItem()["status"]).ShouldBe("cancelled");
    }

    [Fact]
    public async Task P31_an_event_that_is_no_series_has_no_instances_and_a_deleted_series_is_not_found()
    {
        (await InstancesAsync(_google.Made())).ShouldBeEmpty();
        string series = Series("RRULE:FREQ=DAILY");
        _google.User.Delete(_google.Work, series);
        (await _google.Api.GetAsync($"{_google.One(series)}/instances")).ShouldRefuse(404, "notFound");
    }

    [Theory]
    [InlineData("""{"recurrence":["RRULE:FREQ=WEEKLY;INTERVAL=2"]}""", true, false)]
    [InlineData("""{"recurrence":["RRULE:FREQ=DAILY"]}""", true, true)]
    [InlineData("""{"start":{"dateTime":"2026-03-02T08:00:00Z"},"end":{"dateTime":"2026-03-02T09:00:00Z"}}""", false, false)]
    [InlineData("""{"start":{"timeZone":"America/New_York"},"end":{"timeZone":"America/New_York"}}""", false, false)]
    [InlineData("""{"start":{"timeZone":"Europe/Madrid"},"end":{"timeZone":"Europe/Madrid"}}""", true, true)]
    [InlineData("""{"summary":"Text is no matter"}""", true, true)]
    public async Task P34_a_new_rule_or_time_drops_exceptions_that_have_no_slot_any_more(string patch, bool evenWeek, bool oddWeek)
    {
        string series = Series("RRULE:FREQ=WEEKLY");
        string odd = (string)_google.User.EditInstance(_google.Work, series, At(9), Json("""{"summary":"Odd"}"""))["id"]!;
        string even = (string)_google.User.EditInstance(_google.Work, series, At(16), Json("""{"summary":"Even"}"""))["id"]!;
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;

        (await _google.Api.PatchAsync(_google.One(series), Json(patch))).ShouldBe(200);

        foreach ((string id, bool stays) in new[] { (even, evenWeek), (odd, oddWeek) })
        {
            ((string?)(await _google.Api.GetAsync(_google.One(id))).ShouldBe(200).Json["status"]).ShouldBe(stays ? "confirmed" : "cancelled");
        }

        (await _google.Api.DeltaAsync(_google.Work, token)).Items.Count.ShouldBe(1 + (evenWeek ? 0 : 1) + (oddWeek ? 0 : 1));
    }

    [Fact]
    public async Task P31_the_occurrence_of_a_meeting_carries_its_guests()
    {
        JsonObject body = Google.Review("Meeting");
        body["recurrence"] = new JsonArray("RRULE:FREQ=WEEKLY");
        body["attendees"] = new JsonArray(new JsonObject { ["email"] = Google.Ben });
        string series = (string)_google.User.Insert("primary", body)["id"]!;
        string id = series + "_20260309T090000Z";

        (await _google.Api.PatchAsync(GoogleApi.EventPath(Google.Anna, id), Json("""{"location":"Room 9"}"""))).ShouldBe(200).Json["attendees"]!.AsArray().Count.ShouldBe(1);
        ((string?)_google.Emulator.Event(Google.Ben, id)!["location"]).ShouldBe("Room 9");
        (await _google.Api.DeleteAsync(GoogleApi.EventPath(Google.Anna, series + "_20260316T090000Z"))).ShouldBe(204);
        ((string?)_google.Emulator.Event(Google.Ben, series + "_20260316T090000Z")!["status"]).ShouldBe("cancelled");
    }

    private string Series(params string[] lines)
    {
        JsonObject body = Google.Review("Weekly");
        body["start"]!["timeZone"] = "Europe/Paris";
        body["end"]!["timeZone"] = "Europe/Paris";
        body["recurrence"] = new JsonArray([.. lines.Select(l => (JsonNode)l)]);
        return (string)_google.User.Insert(_google.Work, body)["id"]!;
    }

    private static DateTimeOffset At(int day) => new(2026, 3, day, 9, 0, 0, TimeSpan.Zero);

    private async Task<List<string>> IdsAsync(string query) => [.. (await _google.Api.ListAsync(_google.Work, query)).Items.Select(i => (string)i["id"]!)];

    private async Task<List<JsonObject>> InstancesAsync(string series, string query = "")
    {
        List<JsonObject> items = [];
        string page = "";
        do
        {
            JsonObject answer = (await _google.Api.GetAsync($"{_google.One(series)}/instances?{query.TrimStart('&')}{page}")).ShouldBe(200).Json;
            answer.ContainsKey("nextSyncToken").ShouldBeFalse();
            items.AddRange(answer["items"]!.AsArray().Select(static i => i!.AsObject()));
            page = answer["nextPageToken"] is { } next ? $"&pageToken={GoogleApi.Escape(next.GetValue<string>())}" : "";
        }
        while (page.Length > 0);

        return items;
    }

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
