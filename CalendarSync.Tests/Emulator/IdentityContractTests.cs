using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 7 to 13 and 16, 17: ids, etags, times, PUT and PATCH.</summary>
public sealed class IdentityContractTests(ContractFixture fixture) : ContractTests(fixture)
{
    [Fact]
    public async Task P08_a_client_may_choose_the_id_and_the_uid_follows_from_it()
    {
        string id = NewId();
        JsonObject made = (await InsertAsync(Timed(id))).Json;
        ((string?)made["id"]).ShouldBe(id);
        ((string?)made["iCalUID"]).ShouldBe(id + "@google.com");
    }

    [Fact]
    public async Task P08_a_server_made_id_is_26_characters_of_base32hex()
    {
        string id = (await InsertAsync()).Id;
        id.Length.ShouldBe(26);
        id.ShouldAllBe(c => (c >= 'a' && c <= 'v') || (c >= '0' && c <= '9'));
    }

    [Theory]
    [InlineData("abcd")]
    [InlineData("with-hyphen")]
    [InlineData("wxyzwxyz")]
    [InlineData("UPPER123")]
    public async Task P08_ids_outside_the_alphabet_are_refused(string id) =>
        (await Api.PostAsync(Events, Timed(id))).ShouldRefuse(400, "invalid");

    [Fact]
    public async Task P08_an_id_stays_taken_even_after_the_event_was_deleted()
    {
        string id = (await InsertAsync(Timed(NewId()))).Id;
        (await Api.PostAsync(Events, Timed(id))).ShouldRefuse(409, "duplicate");
        (await Api.DeleteAsync(One(id))).ShouldBe(204);
        (await Api.PostAsync(Events, Timed(id, "Other"))).ShouldRefuse(409, "duplicate");
        ((string?)(await Api.GetAsync(One(id))).Json["summary"]).ShouldBe("Review");
    }

    [Fact]
    public async Task P09_the_etag_has_inner_quotes_is_the_header_and_moves_with_every_write()
    {
        GoogleAnswer made = await InsertAsync();
        made.Etag.ShouldStartWith("\"");
        made.Etag.ShouldEndWith("\"");
        made.Headers["ETag"].ShouldBe(made.Etag);
        GoogleAnswer changed = (await Api.PatchAsync(One(made.Id), Parse("""{"summary":"Two"}"""))).ShouldBe(200);
        changed.ShouldHaveOtherEtagThan(made);
    }

    [Fact]
    public async Task P09_if_match_with_an_old_etag_is_412_for_put_patch_and_delete()
    {
        GoogleAnswer made = await InsertAsync();
        string path = One(made.Id);
        GoogleAnswer changed = (await Api.PatchAsync(path, Parse("""{"summary":"Two"}"""), made.Etag)).ShouldBe(200);
        (await Api.PutAsync(path, Timed(), made.Etag)).ShouldRefuse(412, "conditionNotMet");
        (await Api.PatchAsync(path, Parse("""{"summary":"Three"}"""), made.Etag)).ShouldRefuse(412, "conditionNotMet");
        (await Api.DeleteAsync(path, made.Etag)).ShouldRefuse(412, "conditionNotMet");
        ((string?)(await Api.GetAsync(path)).Json["summary"]).ShouldBe("Two");
        (await Api.PutAsync(path, Timed(), changed.Etag)).ShouldBe(200);
        (await Api.DeleteAsync(path, "*")).ShouldBe(204);
    }

    [Fact]
    public async Task P09_if_none_match_with_the_current_etag_is_304()
    {
        GoogleAnswer made = await InsertAsync();
        GoogleAnswer same = await Api.GetAsync(One(made.Id), ifNoneMatch: made.Etag);
        same.ShouldBe(304).Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task P10_defaults_and_empty_fields_are_left_out_read_only_and_unknown_input_is_ignored()
    {
        JsonObject body = Timed();
        body["description"] = "";
        body["visibility"] = "default";
        body["transparency"] = "opaque";
        body["status"] = "confirmed";
        body["htmlLink"] = "https://example.com/";
        body["creator"] = new JsonObject { ["email"] = "eve@example.com" };
        body["nonsense"] = new JsonObject { ["a"] = 1 };
        JsonObject made = (await InsertAsync(body)).Json;
        foreach (string absent in (string[])["description", "visibility", "transparency", "nonsense", "recurrence", "attendees", "guestsCanModify", "guestsCanInviteOthers"])
        {
            made.ContainsKey(absent).ShouldBeFalse(absent);
        }

        ((string?)made["kind"]).ShouldBe("calendar#event");
        ((string?)made["status"]).ShouldBe("confirmed");
        ((string?)made["htmlLink"]).ShouldStartWith("https://www.google.com/calendar/event?eid=");
        made["creator"]!.ToJsonString().ShouldNotContain("eve@example.com");
        ((bool?)made["organizer"]!["self"]).ShouldBe(true);
        ((string?)made["organizer"]!["email"]).ShouldBe(Calendar);
    }

    [Fact]
    public async Task P11_times_come_back_in_the_calendars_zone_with_the_events_own_zone_named()
    {
        JsonObject made = (await InsertAsync(Parse(
            """
            { "start": { "dateTime": "2026-07-01T08:30:00Z", "timeZone": "America/New_York" },
              "end": { "dateTime": "2026-07-01T06:00:00", "timeZone": "America/New_York" } }
            """))).Json;
        ((string?)made["start"]!["dateTime"]).ShouldBe("2026-07-01T10:30:00+02:00");
        ((string?)made["start"]!["timeZone"]).ShouldBe("America/New_York");
        ((string?)made["end"]!["dateTime"]).ShouldBe("2026-07-01T12:00:00+02:00");
        GoogleAnswer elsewhere = await Api.GetAsync(One((string)made["id"]!) + "?timeZone=Asia%2FTokyo");
        ((string?)elsewhere.Json["start"]!["dateTime"]).ShouldBe("2026-07-01T17:30:00+09:00");
    }

    [Theory]
    [InlineData("""{"dateTime":"2026-07-01T08:30:00"}""", "required")]
    [InlineData("""{"dateTime":"2026-07-01T08:30:00","timeZone":"Romance Standard Time"}""", "invalid")]
    [InlineData("""{"date":"2026-07-01"}""", "invalid")]
    [InlineData("""{"dateTime":"2026-07-01T12:30:00Z"}""", "timeRangeEmpty")]
    public async Task P11_P13_bad_times_are_refused(string start, string reason)
    {
        JsonObject body = Parse($$"""{ "start": {{start}}, "end": {"dateTime":"2026-07-01T09:00:00Z"} }""");
        (await Api.PostAsync(Events, body)).ShouldRefuse(400, reason);
    }

    [Fact]
    public async Task P13_an_all_day_event_of_no_days_is_refused_and_a_missing_end_is_named_first()
    {
        (await Api.PostAsync(Events, Parse("""{"start":{"date":"2026-03-02"},"end":{"date":"2026-03-02"}}"""))).ShouldRefuse(400, "timeRangeEmpty");
        GoogleAnswer nothing = await Api.PostAsync(Events, Parse("""{"summary":"No times"}"""));
        nothing.ShouldRefuse(400, "required");
        nothing.Message.ShouldBe("Missing end time.");
    }

    [Theory]
    [InlineData("""["DTSTART:20260302T100000Z","RRULE:FREQ=DAILY"]""", "invalid")]
    [InlineData("""["every day"]""", "invalid")]
    public async Task P13_recurrence_takes_only_rule_lines(string recurrence, string reason) =>
        (await Api.PostAsync(Events, With(Timed(), "recurrence", recurrence))).ShouldRefuse(400, reason);

    [Fact]
    public async Task P13_a_timed_series_needs_a_zone()
    {
        JsonObject body = Parse(
            """{"start":{"dateTime":"2026-03-02T10:00:00Z"},"end":{"dateTime":"2026-03-02T11:00:00Z"},"recurrence":["RRULE:FREQ=DAILY;COUNT=3"]}""");
        (await Api.PostAsync(Events, body)).ShouldRefuse(400, "required");
    }

    [Fact]
    public async Task P12_put_replaces_everything_that_it_does_not_name()
    {
        JsonObject body = Timed();
        body["location"] = "Room 4";
        body["recurrence"] = new JsonArray("RRULE:FREQ=WEEKLY;COUNT=4");
        body["extendedProperties"] = Parse("""{"private":{"a":"1"},"shared":{"b":"2"}}""");
        body["reminders"] = Parse("""{"useDefault":false,"overrides":[{"method":"popup","minutes":5}]}""");
        GoogleAnswer made = await InsertAsync(body);
        JsonObject replaced = (await Api.PutAsync(One(made.Id), Timed(summary: "Bare"))).ShouldBe(200).Json;
        foreach (string gone in (string[])["location", "recurrence", "extendedProperties"])
        {
            replaced.ContainsKey(gone).ShouldBeFalse(gone);
        }

        ((bool?)replaced["reminders"]!["useDefault"]).ShouldBe(true);
        ((string?)replaced["iCalUID"]).ShouldBe((string?)made.Json["iCalUID"]);
    }

    [Fact]
    public async Task P12_patch_merges_objects_replaces_arrays_and_null_clears()
    {
        JsonObject body = Timed();
        body["location"] = "Room 4";
        body["extendedProperties"] = Parse("""{"private":{"a":"1","b":"2"}}""");
        body["reminders"] = Parse("""{"useDefault":false,"overrides":[{"method":"popup","minutes":5},{"method":"email","minutes":60}]}""");
        GoogleAnswer made = await InsertAsync(body);
        JsonObject patched = (await Api.PatchAsync(One(made.Id), Parse(
            """
            { "location": null, "extendedProperties": { "private": { "b": null, "c": "3" } }, "reminders": { "overrides": [ { "method": "popup", "minutes": 10 } ] },
              "start": { "date": "2026-03-02", "dateTime": null, "timeZone": null }, "end": { "date": "2026-03-03", "dateTime": null, "timeZone": null } }
            """))).ShouldBe(200).Json;
        patched.ContainsKey("location").ShouldBeFalse();
        ((string?)patched["summary"]).ShouldBe("Review");
        patched["extendedProperties"]!["private"]!.ToJsonString().ShouldBe("""{"a":"1","c":"3"}""");
        patched["reminders"]!["overrides"]!.AsArray().Count.ShouldBe(1);
        patched["start"]!.ToJsonString().ShouldBe("""{"date":"2026-03-02"}""");
    }

    [Fact]
    public async Task P16_sequence_rises_with_time_place_and_rule_only_and_may_not_fall()
    {
        GoogleAnswer made = await InsertAsync();
        string path = One(made.Id);
        static int Sequence(GoogleAnswer answer) => (int?)answer.Json["sequence"] ?? 0;
        Sequence(await Api.PatchAsync(path, Parse("""{"summary":"Text","description":"more"}"""))).ShouldBe(0);
        Sequence(await Api.PatchAsync(path, Parse("""{"location":"Room 5"}"""))).ShouldBe(1);
        GoogleAnswer moved = await Api.PatchAsync(path, Parse("""{"end":{"dateTime":"2026-03-02T12:00:00+01:00"}}"""));
        Sequence(moved).ShouldBe(2);
        JsonObject old = Timed();
        old["sequence"] = 1;
        GoogleAnswer refused = await Api.PutAsync(path, old);
        refused.ShouldBe(400);
        refused.Message.ShouldStartWith("Invalid sequence value.");
    }

    [Fact]
    public async Task P17_updated_has_milliseconds_and_created_has_none()
    {
        JsonObject made = (await InsertAsync()).Json;
        ((string)made["created"]!).ShouldEndWith(".000Z");
        ((string)made["updated"]!).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
    }
}
