using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 20 to 29: pages, sync tokens, deltas, tombstones.</summary>
public sealed class ListingContractTests(ContractFixture fixture) : ContractTests(fixture)
{
    [Fact]
    public async Task P21_pages_lead_to_one_sync_token_on_the_last()
    {
        for (int i = 0; i < 5; i++)
        {
            await InsertAsync();
        }

        (List<JsonObject> items, string? token) = await Api.ListAsync(Calendar, "maxResults=2");
        items.Count.ShouldBeGreaterThanOrEqualTo(5);
        items.DistinctBy(i => (string?)i["id"], StringComparer.Ordinal).Count().ShouldBe(items.Count);
        token.ShouldNotBeNullOrEmpty();
        token.ShouldContain('=');
    }

    [Fact]
    public async Task P22_what_changes_while_a_client_pages_is_in_the_next_delta()
    {
        GoogleAnswer[] made = [await InsertAsync(), await InsertAsync(), await InsertAsync()];
        GoogleAnswer first = await Api.GetAsync($"{Events}?maxResults=1");
        foreach (GoogleAnswer one in made)
        {
            (await Api.PatchAsync(One(one.Id), Parse("""{"summary":"Meanwhile"}"""))).ShouldBe(200);
        }

        string late = (await InsertAsync()).Id;
        (_, string? token) = await Api.ListAsync(Calendar, "maxResults=1", (string?)first.Json["nextPageToken"]);
        (List<JsonObject> delta, _) = await Api.DeltaAsync(Calendar, token!, "&maxResults=1");
        foreach (string id in made.Select(m => m.Id).Append(late))
        {
            Find(delta, id).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task P23_a_delta_refuses_parameters_that_restrict_and_a_token_that_never_was_one()
    {
        string token = await SyncTokenAsync();
        string with = $"{Events}?syncToken={GoogleApi.Escape(token)}";
        foreach (string parameter in (string[])["timeMin=2026-01-01T00:00:00Z", "timeMax=2026-01-01T00:00:00Z", "updatedMin=2026-01-01T00:00:00Z", "q=x", "iCalUID=x", "orderBy=updated", "privateExtendedProperty=a%3Db"])
        {
            (await Api.GetAsync($"{with}&{parameter}")).ShouldBe(400);
        }

        (await Api.GetAsync($"{with}&showDeleted=false")).ShouldBe(400);
        GoogleAnswer garbage = await Api.GetAsync($"{Events}?syncToken=3187234769062000");
        garbage.ShouldRefuse(400, "invalid");
        garbage.Message.ShouldBe("Invalid sync token value.");
    }

    [Fact]
    public async Task P24_a_delta_has_each_changed_event_once_in_its_latest_state_own_writes_included()
    {
        string quiet = (await InsertAsync()).Id;
        string edited = (await InsertAsync()).Id;
        string token = await SyncTokenAsync();
        string made = (await InsertAsync(Timed(summary: "Made"))).Id;
        await Api.PatchAsync(One(edited), Parse("""{"summary":"One"}"""));
        await Api.PatchAsync(One(edited), Parse("""{"summary":"Two"}"""));
        (List<JsonObject> delta, string? next) = await Api.DeltaAsync(Calendar, token);
        Find(delta, quiet).ShouldBeNull();
        ((string?)Find(delta, made)!["summary"]).ShouldBe("Made");
        delta.Count(i => (string?)i["id"] == edited).ShouldBe(1);
        ((string?)Find(delta, edited)!["summary"]).ShouldBe("Two");
        (List<JsonObject> after, _) = await Api.DeltaAsync(Calendar, next!);
        Find(after, edited).ShouldBeNull();
    }

    [Fact]
    public async Task P25_a_deleted_event_is_in_the_delta_as_cancelled_and_not_in_a_listing()
    {
        string id = (await InsertAsync()).Id;
        string token = await SyncTokenAsync();
        (await Api.DeleteAsync(One(id))).ShouldBe(204);
        (List<JsonObject> delta, _) = await Api.DeltaAsync(Calendar, token);
        ((string?)Find(delta, id)!["status"]).ShouldBe("cancelled");
        Find((await Api.ListAsync(Calendar)).Items, id).ShouldBeNull();
        ((string?)Find((await Api.ListAsync(Calendar, "showDeleted=true")).Items, id)!["status"]).ShouldBe("cancelled");
    }

    [Fact]
    public async Task P27_the_token_of_a_windowed_listing_does_not_know_the_window()
    {
        (_, string? token) = await Api.ListAsync(Calendar, "timeMin=2026-01-01T00:00:00Z&timeMax=2026-02-01T00:00:00Z");
        string outside = (await InsertAsync()).Id;
        (List<JsonObject> delta, _) = await Api.DeltaAsync(Calendar, token!);
        Find(delta, outside).ShouldNotBeNull();
    }

    [Fact]
    public async Task P28_time_min_bounds_the_end_and_time_max_the_start_both_exclusive()
    {
        string id = (await InsertAsync()).Id;
        async Task<bool> Shows(string query) => Find((await Api.ListAsync(Calendar, query)).Items, id) is not null;
        (await Shows("timeMin=2026-03-02T10:59:59%2B01:00")).ShouldBeTrue();
        (await Shows("timeMin=2026-03-02T11:00:00%2B01:00")).ShouldBeFalse();
        (await Shows("timeMax=2026-03-02T10:00:01%2B01:00")).ShouldBeTrue();
        (await Shows("timeMax=2026-03-02T10:00:00%2B01:00")).ShouldBeFalse();
        (await Api.GetAsync($"{Events}?timeMin=2026-03-02T11:00:00Z&timeMax=2026-03-02T11:00:00Z")).ShouldRefuse(400, "timeRangeEmpty");
    }

    [Fact]
    public async Task P28_all_day_events_are_bounded_in_the_calendars_zone()
    {
        // Paris, winter: 2 March begins at 23:00Z on the day before; 4 March (exclusive end) begins at 23:00Z on the third.
        string id = (await InsertAsync(AllDay())).Id;
        async Task<bool> Shows(string query) => Find((await Api.ListAsync(Calendar, query)).Items, id) is not null;
        (await Shows("timeMax=2026-03-01T23:00:00Z")).ShouldBeFalse();
        (await Shows("timeMax=2026-03-01T23:00:01Z")).ShouldBeTrue();
        (await Shows("timeMin=2026-03-03T22:59:59Z")).ShouldBeTrue();
        (await Shows("timeMin=2026-03-03T23:00:00Z")).ShouldBeFalse();
    }

    [Fact]
    public async Task P29_order_by_start_needs_single_events() =>
        (await Api.GetAsync($"{Events}?orderBy=startTime")).ShouldBe(400);

    [Fact]
    public async Task Fields_select_parts_of_the_answer_and_unknown_names_are_refused()
    {
        string id = (await InsertAsync()).Id;
        JsonObject page = (await Api.GetAsync($"{Events}?maxResults=2500&fields=items(id,start/timeZone)")).ShouldBe(200).Json;
        page.Select(p => p.Key).ShouldBe(["items"]);
        Find(page["items"]!.AsArray().Select(i => i!.AsObject()), id)!.ToJsonString().ShouldBe($$$"""{"id":"{{{id}}}","start":{"timeZone":"Europe/Paris"}}""");
        (await Api.GetAsync($"{Events}?fields=nonsense")).ShouldBe(400);
        (await Api.GetAsync($"{Events}?nonsense=1")).ShouldBe(400);
    }
}
