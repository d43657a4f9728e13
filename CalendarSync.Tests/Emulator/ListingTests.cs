using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Emulator;

/// <summary>What of points 17 and 20 to 35 needs switches that only the emulator has.</summary>
public sealed class ListingTests : IDisposable
{
    private readonly Google _google = new();

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task P20_pages_may_be_short_or_empty_and_still_lead_to_everything_once()
    {
        string[] ids = [.. Enumerable.Range(0, 40).Select(_ => _google.Made())];
        _google.Emulator.Options.IrregularPages = true;
        List<int> sizes = [];
        List<string> seen = [];
        string page = "";
        do
        {
            JsonObject answer = (await _google.Api.GetAsync($"{_google.Events}?maxResults=10{page}")).ShouldBe(200).Json;
            sizes.Add(answer["items"]!.AsArray().Count);
            seen.AddRange(answer["items"]!.AsArray().Select(i => (string)i!["id"]!));
            page = answer["nextPageToken"] is { } next ? $"&pageToken={GoogleApi.Escape(next.GetValue<string>())}" : "";
        }
        while (page.Length > 0);

        seen.Order(StringComparer.Ordinal).ShouldBe(ids.Order(StringComparer.Ordinal));
        sizes.ShouldContain(0);
        sizes.ShouldContain(s => s > 0 && s < 10);
    }

    [Fact]
    public async Task P23_a_dead_token_is_410_also_between_the_pages_of_a_delta()
    {
        string token = GoogleApi.Escape((await _google.Api.ListAsync(_google.Work)).SyncToken!);
        _google.Made();
        _google.Made();
        string first = $"{_google.Events}?maxResults=1&syncToken={token}";
        string page = GoogleApi.Escape((string)(await _google.Api.GetAsync(first)).ShouldBe(200).Json["nextPageToken"]!);
        _google.Emulator.KillSyncTokens(_google.Work);
        (await _google.Api.GetAsync($"{first}&pageToken={page}")).ShouldRefuse(410, "fullSyncRequired");
        GoogleAnswer dead = await _google.Api.GetAsync(first);
        dead.ShouldRefuse(410, "fullSyncRequired");
        dead.Domain.ShouldBe("calendar");
    }

    [Fact]
    public async Task P23_a_token_belongs_to_its_user_its_calendar_and_its_parameters()
    {
        _google.Emulator.Share(_google.Work, Google.Ben, CalendarSync.Local.Emulator.Model.AccessRole.Owner);
        string token = GoogleApi.Escape((await _google.Api.ListAsync(_google.Work)).SyncToken!);
        (await _google.As(Google.Ben).GetAsync($"{_google.Events}?syncToken={token}")).ShouldRefuse(400, "invalid");
        (await _google.Api.GetAsync($"{GoogleApi.EventsOf(Google.Anna)}?syncToken={token}")).ShouldRefuse(400, "invalid");
        (await _google.Api.GetAsync($"{_google.Events}?syncToken={token}&eventTypes=default")).ShouldBe(501);
        (await _google.Api.GetAsync($"{_google.Events}?syncToken={token}&showDeleted=true&maxResults=7&singleEvents=false")).ShouldBe(200);
    }

    [Fact]
    public async Task P23_a_token_dies_of_age()
    {
        string token = GoogleApi.Escape((await _google.Api.ListAsync(_google.Work)).SyncToken!);
        _google.Emulator.Clock.Advance(TimeSpan.FromDays(29));
        (await _google.As(Google.Anna).GetAsync($"{_google.Events}?syncToken={token}")).ShouldRefuse(410, "fullSyncRequired");
    }

    [Fact]
    public async Task P24_a_delta_comes_in_no_particular_order()
    {
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        string[] made = [.. Enumerable.Range(0, 20).Select(_ => _google.Made())];
        string[] delta = [.. (await _google.Api.DeltaAsync(_google.Work, token)).Items.Select(i => (string)i["id"]!)];
        delta.Order(StringComparer.Ordinal).ShouldBe(made.Order(StringComparer.Ordinal));
        delta.SequenceEqual(made, StringComparer.Ordinal).ShouldBeFalse();
    }

    [Theory]
    [InlineData(nameof(TombstoneDetail.Minimal), "", false)]
    [InlineData(nameof(TombstoneDetail.Minimal), "&showDeleted=true", false)]
    [InlineData(nameof(TombstoneDetail.WhenShowDeleted), "", false)]
    [InlineData(nameof(TombstoneDetail.WhenShowDeleted), "&showDeleted=true", true)]
    [InlineData(nameof(TombstoneDetail.Full), "", true)]
    public async Task P25_tombstones_hold_no_more_than_promised_or_all_details(string detail, string query, bool details)
    {
        _google.Emulator.Options.Tombstones = Enum.Parse<TombstoneDetail>(detail);
        string id = _google.Made();
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        _google.User.Delete(_google.Work, id);
        JsonObject tombstone = (await _google.Api.DeltaAsync(_google.Work, token, query)).Items.ShouldHaveSingleItem();
        ((string?)tombstone["status"]).ShouldBe("cancelled");
        tombstone.ContainsKey("summary").ShouldBe(details);
        if (!details)
        {
            tombstone.Select(p => p.Key).ShouldBe(["kind", "id", "status"]);
        }
    }

    [Fact]
    public async Task P26_a_hole_in_a_living_series_is_listed_by_default_and_a_deleted_event_is_not()
    {
        string series = Series();
        string deleted = _google.Made();
        _google.User.Delete(_google.Work, deleted);
        string hole = (string)_google.User.CancelInstance(_google.Work, series, new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero))["id"]!;
        string moved = (string)_google.User.EditInstance(_google.Work, series, new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero), Json("""{"summary":"Moved"}"""))["id"]!;
        hole.ShouldBe(series + "_20260309T090000Z");

        Dictionary<string, JsonObject> plain = await ById("");
        plain.Keys.Order(StringComparer.Ordinal).ShouldBe(new[] { series, hole, moved }.Order(StringComparer.Ordinal));
        plain[hole].Select(p => p.Key).ShouldBe(["kind", "id", "status", "recurringEventId", "originalStartTime"]);
        ((string?)plain[hole]["originalStartTime"]!["dateTime"]).ShouldBe("2026-03-09T10:00:00+01:00");
        ((string?)plain[moved]["recurringEventId"]).ShouldBe(series);
        plain[moved].ContainsKey("recurrence").ShouldBeFalse();
        (await ById("showDeleted=true")).Keys.ShouldContain(deleted, StringComparer.Ordinal);
        (await _google.Api.GetAsync(_google.One(hole))).ShouldBe(200);

        _google.User.Delete(_google.Work, series);
        (await ById("")).ShouldBeEmpty();
        (await ById("showDeleted=true")).Count.ShouldBe(4);
    }

    [Fact]
    public async Task P29_an_ordered_or_filtered_listing_gives_no_sync_token()
    {
        string first = _google.Made("First");
        string second = _google.Made("Second");
        _google.User.Edit(_google.Work, first, """{"description":"later"}""");
        (List<JsonObject> items, string? token) = await _google.Api.ListAsync(_google.Work, "orderBy=updated&maxResults=1");
        items.Select(i => (string)i["id"]!).ShouldBe([second, first]);
        token.ShouldBeNull();
        (await _google.Api.ListAsync(_google.Work, "q=second")).Items.ShouldHaveSingleItem();
        (await _google.Api.ListAsync(_google.Work, "q=second")).SyncToken.ShouldBeNull();
    }

    [Fact]
    public async Task P29_updated_min_includes_the_deleted_and_may_not_lie_too_far_back()
    {
        string deleted = _google.Made();
        _google.User.Delete(_google.Work, deleted);
        Find((await _google.Api.ListAsync(_google.Work, "updatedMin=2026-02-16T08:00:00Z")).Items, deleted).ShouldNotBeNull();
        (await _google.Api.GetAsync($"{_google.Events}?updatedMin=2025-12-01T00:00:00Z")).ShouldRefuse(410, "updatedMinTooLongAgo");
    }

    [Fact]
    public async Task P35_after_the_trash_was_emptied_get_is_404_insert_409_and_update_403()
    {
        JsonObject body = Google.Review();
        body["id"] = "abcde12345";
        await _google.Api.PostAsync(_google.Events, body.DeepClone().AsObject());
        string old = GoogleApi.Escape((await _google.Api.ListAsync(_google.Work)).SyncToken!);
        _google.User.Delete(_google.Work, "abcde12345");
        string after = GoogleApi.Escape((await _google.Api.ListAsync(_google.Work)).SyncToken!);
        _google.Emulator.PurgeTrash(_google.Work).ShouldBe(1);
        (await _google.Api.GetAsync(_google.One("abcde12345"))).ShouldRefuse(404, "notFound");
        (await _google.Api.PostAsync(_google.Events, body)).ShouldRefuse(409, "duplicate");
        body["status"] = "confirmed";
        (await _google.Api.PutAsync(_google.One("abcde12345"), body)).ShouldRefuse(403, "forbidden");
        (await _google.Api.GetAsync($"{_google.Events}?syncToken={old}")).ShouldRefuse(410, "fullSyncRequired");
        (await _google.Api.GetAsync($"{_google.Events}?syncToken={after}")).ShouldBe(200);
    }

    [Fact]
    public async Task P35_the_trash_is_emptied_after_thirty_days_but_a_hole_stays_with_its_series()
    {
        string series = Series();
        string hole = (string)_google.User.CancelInstance(_google.Work, series, new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero))["id"]!;
        string deleted = _google.Made();
        _google.User.Delete(_google.Work, deleted);
        _google.Emulator.Clock.Advance(TimeSpan.FromDays(31));
        GoogleApi later = _google.As(Google.Anna);
        (await later.GetAsync(_google.One(deleted))).ShouldRefuse(404, "notFound");
        ((string?)(await later.GetAsync(_google.One(hole))).ShouldBe(200).Json["status"]).ShouldBe("cancelled");
    }

    [Fact]
    public async Task P33_a_split_is_a_shorter_series_a_new_one_and_cancelled_exceptions_in_one_delta()
    {
        string series = Series();
        string exception = (string)_google.User.EditInstance(_google.Work, series, new DateTimeOffset(2026, 3, 23, 9, 0, 0, TimeSpan.Zero), Json("""{"summary":"Late"}"""))["id"]!;
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        JsonObject next = _google.User.SplitSeries(_google.Work, series, new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero), Json("""{"location":"Room 9"}"""));
        List<JsonObject> delta = (await _google.Api.DeltaAsync(_google.Work, token)).Items;
        delta.Count.ShouldBe(3);
        ((string?)Find(delta, series)!["recurrence"]![0]).ShouldBe("RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z");
        ((string?)Find(delta, exception)!["status"]).ShouldBe("cancelled");
        JsonObject begun = Find(delta, (string)next["id"]!)!;
        ((string?)begun["location"]).ShouldBe("Room 9");
        ((string?)begun["recurrence"]![0]).ShouldBe("RRULE:FREQ=WEEKLY");
        ((string?)begun["start"]!["dateTime"]).ShouldBe("2026-03-16T10:00:00+01:00");
    }

    [Fact]
    public void P17_the_servers_clock_can_be_wrong_and_updated_follows_it()
    {
        _google.Emulator.Clock.Skew = TimeSpan.FromMinutes(-10);
        string id = _google.Made();
        ((string?)_google.Emulator.Event(_google.Work, id)!["updated"]).ShouldBe("2026-02-16T08:50:00.000Z");
        _google.User.Edit(_google.Work, id, """{"summary":"Again"}""");
        ((string?)_google.Emulator.Event(_google.Work, id)!["updated"]).ShouldBe("2026-02-16T08:50:00.001Z", "each change is later than the one before");
    }

    private string Series()
    {
        JsonObject body = Google.Review("Weekly");
        body["recurrence"] = new JsonArray("RRULE:FREQ=WEEKLY");
        return (string)_google.User.Insert(_google.Work, body)["id"]!;
    }

    private async Task<Dictionary<string, JsonObject>> ById(string query) =>
        (await _google.Api.ListAsync(_google.Work, query)).Items.ToDictionary(i => (string)i["id"]!, StringComparer.Ordinal);

    private static JsonObject? Find(IEnumerable<JsonObject> items, string id) => items.FirstOrDefault(i => (string?)i["id"] == id);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
