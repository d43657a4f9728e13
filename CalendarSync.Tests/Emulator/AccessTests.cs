using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 6, 7, 18, 19, 30, 36 and 37: several people, several calendars.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly Google _google = new();

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task P06_primary_is_an_alias_of_whoever_asks()
    {
        string mine = (await _google.Api.PostAsync(GoogleApi.EventsOf("primary"), Google.Review())).ShouldBe(200).Id;
        (await _google.Api.GetAsync(GoogleApi.EventPath(Google.Anna, mine))).ShouldBe(200);
        (await _google.As(Google.Ben).GetAsync(GoogleApi.EventPath("primary", mine))).ShouldRefuse(404, "notFound");
        (await _google.As(Google.Ben).GetAsync(GoogleApi.EventsOf(Google.Anna))).ShouldRefuse(404, "notFound");
    }

    [Theory]
    [InlineData(nameof(AccessRole.FreeBusyReader), 403, 403)]
    [InlineData(nameof(AccessRole.Reader), 200, 403)]
    [InlineData(nameof(AccessRole.WriterWithoutPrivateAccess), 200, 403)]
    [InlineData(nameof(AccessRole.Writer), 200, 200)]
    [InlineData(nameof(AccessRole.Owner), 200, 200)]
    public async Task P06_roles_decide_who_reads_and_who_writes(string name, int get, int insert)
    {
        AccessRole role = Enum.Parse<AccessRole>(name);
        string id = _google.Made();
        _google.Emulator.Share(_google.Work, Google.Ben, role);
        GoogleApi ben = _google.As(Google.Ben);
        (await ben.GetAsync(_google.One(id))).Status.ShouldBe(get);
        GoogleAnswer written = await ben.PostAsync(_google.Events, Google.Review());
        written.Status.ShouldBe(insert);
        if (insert == 403)
        {
            written.Reason.ShouldBe("requiredAccessLevel");
        }

        JsonObject page = (await ben.GetAsync(_google.Events)).ShouldBe(200).Json;
        ((string?)page["accessRole"]).ShouldBe(AccessRoles.Name(role));
        page["items"]![0]!.AsObject().ContainsKey("summary").ShouldBe(role > AccessRole.FreeBusyReader);
    }

    [Fact]
    public async Task P06_private_events_show_a_reader_only_that_time_is_taken()
    {
        JsonObject body = Google.Review("Secret");
        body["visibility"] = "private";
        string id = (string)_google.User.Insert(_google.Work, body)["id"]!;
        _google.Emulator.Share(_google.Work, Google.Ben, AccessRole.Reader);
        GoogleAnswer seen = (await _google.As(Google.Ben).GetAsync(_google.One(id))).ShouldBe(200);
        seen.Text.ShouldNotContain("Secret");
        ((string?)seen.Json["visibility"]).ShouldBe("private");
        seen.Json.ContainsKey("start").ShouldBeTrue();
    }

    [Theory]
    [InlineData("en.swiss#holiday@group.v.calendar.google.com")]
    [InlineData("100% ours+more@example.com")]
    public async Task P07_ids_are_percent_decoded_once(string calendarId)
    {
        _google.Emulator.AddCalendar(Google.Anna, "Odd", calendarId);
        GoogleAnswer made = (await _google.Api.PostAsync(GoogleApi.EventsOf(calendarId), Google.Review())).ShouldBe(200);
        ((string?)made.Json["organizer"]!["email"]).ShouldBe(calendarId);
        (await _google.Api.GetAsync($"calendars/{GoogleApi.Escape(calendarId)}")).ShouldBe(200).Id.ShouldBe(calendarId);
    }

    [Fact]
    public async Task P18_a_guest_has_a_copy_with_the_same_id_and_may_answer_but_not_change_it()
    {
        string id = Invite();
        GoogleApi ben = _google.As(Google.Ben);
        string copy = GoogleApi.EventPath("primary", id);
        JsonObject seen = (await ben.GetAsync(copy)).ShouldBe(200).Json;
        seen["organizer"]!.AsObject().ContainsKey("self").ShouldBeFalse();
        ((bool?)seen["attendees"]![0]!["self"]).ShouldBe(true);
        (await ben.PatchAsync(copy, Json("""{"guestsCanModify":true}"""))).ShouldRefuse(403, "forbiddenForNonOrganizer");
        (await ben.PatchAsync(copy, Json("""{"summary":"Mine now"}"""))).ShouldRefuse(403, "forbiddenForNonOrganizer");
        (await ben.PatchAsync(copy, Json("""{"colorId":"5","reminders":{"useDefault":false}}"""))).ShouldBe(200);
        (await ben.PatchAsync(copy, Json($$"""{"attendees":[{"email":"{{Google.Ben}}","responseStatus":"accepted"}]}"""))).ShouldBe(200);
        JsonObject original = _google.Emulator.Event(Google.Anna, id)!;
        ((string?)original["attendees"]![0]!["responseStatus"]).ShouldBe("accepted");
        original.ContainsKey("colorId").ShouldBeFalse();
    }

    [Fact]
    public void P18_the_organizers_changes_reach_the_copy_and_keep_what_is_the_guests()
    {
        string id = Invite();
        EmulatorUser ben = _google.Emulator.User(Google.Ben);
        ben.Edit("primary", id, """{"colorId":"5"}""");
        _google.User.Edit("primary", id, """{"summary":"Later"}""");
        JsonObject copy = _google.Emulator.Event(Google.Ben, id)!;
        ((string?)copy["summary"]).ShouldBe("Later");
        ((string?)copy["colorId"]).ShouldBe("5");
        ben.Delete("primary", id);
        ((string?)_google.Emulator.Event(Google.Anna, id)!["attendees"]![0]!["responseStatus"]).ShouldBe("declined");
        ((string?)_google.Emulator.Event(Google.Anna, id)!["status"]).ShouldBe("confirmed");
    }

    [Fact]
    public void P18_cancelling_the_meeting_cancels_every_copy()
    {
        string id = Invite();
        _google.User.Delete("primary", id);
        ((string?)_google.Emulator.Event(Google.Ben, id)!["status"]).ShouldBe("cancelled");
    }

    [Theory]
    [InlineData("workingLocation", "eventTypeRestriction")]
    [InlineData("outOfOffice", "eventTypeRestriction")]
    [InlineData("fromGmail", "invalidEventType")]
    [InlineData("party", "invalid")]
    public async Task P19_other_event_types_are_refused_where_google_refuses_them(string type, string reason)
    {
        JsonObject body = Google.Review();
        body["eventType"] = type;
        (await _google.Api.PostAsync(_google.Events, body)).ShouldRefuse(400, reason);
    }

    [Fact]
    public async Task P19_types_can_be_seeded_and_filtered_and_keep_their_type()
    {
        JsonObject body = Google.Review("Away");
        body["eventType"] = "outOfOffice";
        body["outOfOfficeProperties"] = Json("""{"autoDeclineMode":"declineNone"}""");
        string away = (string)_google.User.Insert("primary", body)["id"]!;
        _google.User.Insert("primary", Google.Review());
        (List<JsonObject> only, _) = await _google.Api.ListAsync(Google.Anna, "eventTypes=default");
        only.ShouldAllBe(e => (string?)e["eventType"] == "default");
        (await _google.Api.PatchAsync(GoogleApi.EventPath("primary", away), Json("""{"eventType":"default"}"""))).ShouldRefuse(400, "eventTypeRestriction");
        JsonObject birthday = EventBody.AllDay("Birthday of Cleo", new DateOnly(2026, 5, 4));
        birthday["eventType"] = "birthday";
        string id = (string)_google.User.Insert("primary", birthday)["id"]!;
        (await _google.Api.PatchAsync(GoogleApi.EventPath("primary", id), Json("""{"summary":"x"}"""))).ShouldRefuse(400, "eventTypeRestriction");
    }

    [Fact]
    public async Task P19_a_calendar_s_colour_is_written_as_an_id_or_as_rgb_where_that_is_asked_for()
    {
        const string Entry = "users/me/calendarList/primary";
        JsonObject rgb = Json("""{"backgroundColor":"#AC725F","foregroundColor":"#ffffff"}""");

        (await _google.Api.PatchAsync(Entry, rgb)).ShouldBe(200);
        ((string?)(await _google.Api.GetAsync(Entry)).Json["colorId"]).ShouldBe("14", "without colorRgbFormat the colours are not written");

        GoogleAnswer answer = (await _google.Api.PatchAsync(Entry + "?colorRgbFormat=true", rgb)).ShouldBe(200);
        ((string?)answer.Json["backgroundColor"], (string?)answer.Json["foregroundColor"], (string?)answer.Json["colorId"]).ShouldBe(("#ac725f", "#ffffff", "1"), "and the closest id");
        ((string?)(await _google.Api.PatchAsync(Entry, Json("""{"colorId":"7"}"""))).Json["backgroundColor"]).ShouldBe("#42d692");
        (await _google.Api.PatchAsync(Entry + "?colorRgbFormat=true", Json("""{"backgroundColor":"red","foregroundColor":"#ffffff"}"""))).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("PATCH", """{"backgroundColor":"#AC725F"}""", "#ac725f", "#fafafa", "1")]
    [InlineData("PATCH", """{"foregroundColor":"#FFFFFF"}""", "#42d690", "#ffffff", "7")]
    [InlineData("PATCH", """{"colorId":"3","foregroundColor":"#ffffff"}""", "#f83a22", "#ffffff", "3")]
    [InlineData("PUT", """{"backgroundColor":"#ac725f"}""", "#ac725f", "#fafafa", "1")]
    [InlineData("PUT", """{"colorId":"3","foregroundColor":"#ffffff"}""", "#f83a22", "#ffffff", "3")]
    public async Task P19_one_of_a_calendar_s_two_colours_leaves_the_other_as_it_is(string verb, string body, string background, string foreground, string id)
    {
        const string Entry = "users/me/calendarList/primary";
        await _google.Api.PatchAsync(Entry + "?colorRgbFormat=true", Json("""{"backgroundColor":"#42d690","foregroundColor":"#fafafa"}"""));

        (await _google.Api.SendAsync(verb, Entry + "?colorRgbFormat=true", body)).ShouldBe(200);

        JsonObject entry = (await _google.Api.GetAsync(Entry)).ShouldBe(200).Json;
        ((string?)entry["backgroundColor"], (string?)entry["foregroundColor"], (string?)entry["colorId"]).ShouldBe((background, foreground, id));
    }

    [Fact]
    public async Task P30_the_calendar_list_has_its_own_deltas()
    {
        GoogleAnswer full = (await _google.Api.GetAsync("users/me/calendarList")).ShouldBe(200);
        full.Json["items"]!.AsArray().Count.ShouldBe(2);
        string token = GoogleApi.Escape((string)full.Json["nextSyncToken"]!);
        _google.Emulator.ChangeCalendar(_google.Work, summary: "Renamed by its owner");
        (await DeltaAsync(token)).ShouldBeEmpty("a title is read-only news");
        string more = _google.Emulator.AddCalendar(Google.Anna, "More");
        _google.Emulator.DeleteCalendar(_google.Work);
        JsonObject[] delta = await DeltaAsync(token);
        ((bool?)delta.Single(e => (string?)e["id"] == _google.Work)["deleted"]).ShouldBe(true);
        delta.ShouldContain(e => (string?)e["id"] == more);
        (await _google.Api.GetAsync($"users/me/calendarList?syncToken={token}&minAccessRole=owner")).ShouldBe(400);
        _google.Emulator.KillSyncTokens();
        (await _google.Api.GetAsync($"users/me/calendarList?syncToken={token}")).ShouldRefuse(410, "fullSyncRequired");
    }

    [Fact]
    public async Task P36_a_deleted_calendar_is_404_everywhere()
    {
        string id = _google.Made();
        (await _google.Api.DeleteAsync($"calendars/{GoogleApi.Escape(_google.Work)}")).ShouldBe(204);
        (await _google.Api.GetAsync(_google.Events)).ShouldRefuse(404, "notFound");
        (await _google.Api.GetAsync(_google.One(id))).ShouldRefuse(404, "notFound");
        (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldRefuse(404, "notFound");
        (await _google.Api.GetAsync($"users/me/calendarList/{GoogleApi.Escape(_google.Work)}")).ShouldRefuse(404, "notFound");
    }

    [Fact]
    public async Task P37_a_moved_event_leaves_a_tombstone_and_goes_on_elsewhere()
    {
        string id = _google.Made();
        string other = _google.Emulator.AddCalendar(Google.Anna, "Other");
        string here = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        string there = (await _google.Api.ListAsync(other)).SyncToken!;
        GoogleAnswer moved = (await _google.Api.PostAsync($"{_google.One(id)}/move?destination={GoogleApi.Escape(other)}")).ShouldBe(200);
        moved.Id.ShouldBe(id);
        ((string?)moved.Json["organizer"]!["email"]).ShouldBe(other);
        ((string?)(await _google.Api.DeltaAsync(_google.Work, here)).Items.ShouldHaveSingleItem()["status"]).ShouldBe("cancelled");
        ((string?)(await _google.Api.DeltaAsync(other, there)).Items.ShouldHaveSingleItem()["status"]).ShouldBe("confirmed");
        _google.User.Move(other, id, _google.Work);
        ((string?)_google.Emulator.Event(_google.Work, id)!["status"]).ShouldBe("confirmed");
    }

    private string Invite()
    {
        JsonObject body = Google.Review();
        body["attendees"] = new JsonArray(new JsonObject { ["email"] = Google.Ben });
        return (string)_google.User.Insert("primary", body)["id"]!;
    }

    private async Task<JsonObject[]> DeltaAsync(string token) =>
        [.. (await _google.Api.GetAsync($"users/me/calendarList?syncToken={token}")).ShouldBe(200).Json["items"]!.AsArray().Select(i => i!.AsObject())];

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
