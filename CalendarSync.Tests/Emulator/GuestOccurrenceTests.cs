using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 18 and 31: what a guest may do to one occurrence of a series, and who hears of it.</summary>
public sealed class GuestOccurrenceTests : IDisposable
{
    private const string Cleo = "cleo@example.com";

    private readonly Google _google = new();

    public GuestOccurrenceTests() => _google.Emulator.AddAccount(Cleo, "Cleo");

    public void Dispose() => _google.Dispose();

    [Theory]
    [InlineData("accepted")]
    [InlineData("declined")]
    [InlineData("tentative")]
    public async Task P31_a_guest_answers_one_occurrence_and_everybody_hears_of_that_one(string answer)
    {
        (string series, string id) = Meeting();

        JsonObject mine = (await Ben().PatchAsync(GoogleApi.EventPath("primary", id), Answer(answer))).ShouldBe(200).Json;

        ((string?)mine["id"], (string?)mine["recurringEventId"]).ShouldBe((id, series));
        foreach (string calendar in (string[])[Google.Anna, Google.Ben, Cleo])
        {
            AnswerOf(Google.Ben, calendar, id).ShouldBe(answer, calendar);
            AnswerOf(Cleo, calendar, id).ShouldBe("needsAction", calendar);
            AnswerOf(Google.Ben, calendar, series).ShouldBe("needsAction", calendar);
            ((string?)_google.Emulator.Event(calendar, id)!["status"]).ShouldBe("confirmed", calendar);
        }

        (await _google.Api.GetAsync($"{GoogleApi.EventPath("primary", series)}/instances?maxResults=5")).Json["items"]!.AsArray().Count.ShouldBe(5, "the exception stands for its slot");
    }

    [Fact]
    public async Task P31_a_put_of_the_whole_occurrence_answers_too()
    {
        (_, string id) = Meeting();
        GoogleAnswer read = (await Ben().GetAsync(GoogleApi.EventPath("primary", id))).ShouldBe(200);
        JsonObject body = read.Json;
        body["attendees"]!.AsArray().Single(a => (string?)a!["email"] == Google.Ben)!["responseStatus"] = "accepted";

        (await Ben().PutAsync(GoogleApi.EventPath("primary", id), body, read.Etag)).ShouldBe(200);

        AnswerOf(Google.Ben, Google.Anna, id).ShouldBe("accepted");
    }

    [Fact]
    public async Task P31_a_guest_who_deletes_one_occurrence_declines_it()
    {
        (string series, string id) = Meeting();
        string token = (await _google.Api.ListAsync(Google.Anna)).SyncToken!;

        (await Ben().DeleteAsync(GoogleApi.EventPath("primary", id))).ShouldBe(204);

        ((string?)_google.Emulator.Event(Google.Ben, id)!["status"]).ShouldBe("cancelled");
        ((string?)_google.Emulator.Event(Google.Ben, series)!["status"]).ShouldBe("confirmed");
        AnswerOf(Google.Ben, Google.Anna, id).ShouldBe("declined");
        AnswerOf(Google.Ben, Cleo, id).ShouldBe("declined");
        ((string?)_google.Emulator.Event(Google.Anna, id)!["status"]).ShouldBe("confirmed");
        (await _google.Api.DeltaAsync(Google.Anna, token)).Items.ShouldHaveSingleItem()["id"]!.GetValue<string>().ShouldBe(id);
        (await Ben().DeleteAsync(GoogleApi.EventPath("primary", id))).ShouldRefuse(410, "deleted");

        _google.User.Edit("primary", id, """{"location":"Room 9"}""");
        ((string?)_google.Emulator.Event(Google.Ben, id)!["status"]).ShouldBe("cancelled", "who declined by deleting is not bothered again");
        ((string?)_google.Emulator.Event(Cleo, id)!["location"]).ShouldBe("Room 9");
    }

    [Fact]
    public async Task P18_a_guest_s_own_colour_reminders_and_transparency_on_one_occurrence_are_nobody_else_s_business()
    {
        (string series, string id) = Meeting();
        long before = _google.Emulator.ChangeCount(Google.Anna) + _google.Emulator.ChangeCount(Cleo);

        JsonObject mine = (await Ben().PatchAsync(
            GoogleApi.EventPath("primary", id),
            Json("""{"colorId":"5","transparency":"transparent","reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":3}]}}"""))).ShouldBe(200).Json;

        ((string?)mine["colorId"], (string?)mine["transparency"], (int?)mine["reminders"]!["overrides"]![0]!["minutes"]).ShouldBe(("5", "transparent", 3));
        (_google.Emulator.ChangeCount(Google.Anna) + _google.Emulator.ChangeCount(Cleo)).ShouldBe(before);
        _google.Emulator.Event(Google.Anna, id).ShouldBeNull();
        _google.Emulator.Event(Google.Ben, series)!.ContainsKey("colorId").ShouldBeFalse();

        _google.User.EditInstance("primary", series, At(9), Json("""{"location":"Room 9"}"""));
        JsonObject copy = _google.Emulator.Event(Google.Ben, id)!;
        ((string?)copy["location"], (string?)copy["colorId"]).ShouldBe(("Room 9", "5"));
    }

    [Theory]
    [InlineData("""{"summary":"Mine now"}""")]
    [InlineData("""{"start":{"dateTime":"2026-03-09T13:00:00Z"},"end":{"dateTime":"2026-03-09T14:00:00Z"}}""")]
    [InlineData("""{"guestsCanModify":true}""")]
    public async Task P18_a_guest_may_not_change_what_all_see_of_one_occurrence(string patch)
    {
        (_, string id) = Meeting();

        (await Ben().PatchAsync(GoogleApi.EventPath("primary", id), Json(patch))).ShouldRefuse(403, "forbiddenForNonOrganizer");

        _google.Emulator.Event(Google.Ben, id).ShouldBeNull("what was refused is no exception");
        _google.Emulator.Event(Google.Anna, id).ShouldBeNull();
    }

    [Fact]
    public async Task P18_where_guests_may_modify_their_change_of_one_occurrence_is_everybody_s()
    {
        (string series, string id) = Meeting("guestsCanModify");

        (await Ben().PatchAsync(GoogleApi.EventPath("primary", id), Json("""{"location":"Room 7"}"""))).ShouldBe(200);

        foreach (string calendar in (string[])[Google.Anna, Google.Ben, Cleo])
        {
            ((string?)_google.Emulator.Event(calendar, id)!["location"]).ShouldBe("Room 7", calendar);
            _google.Emulator.Event(calendar, series)!.ContainsKey("location").ShouldBeFalse(calendar);
        }
    }

    [Fact]
    public void P18_a_new_rule_and_a_deletion_reach_what_guests_have_of_single_occurrences()
    {
        (string series, string id) = Meeting();
        EmulatorUser ben = _google.Emulator.User(Google.Ben);
        ben.Respond(id, "accepted");
        string later = series + "_20260316T090000Z";
        ben.Respond(later, "tentative");

        _google.User.Edit("primary", series, """{"recurrence":["RRULE:FREQ=WEEKLY;INTERVAL=2"]}""");
        foreach (string calendar in (string[])[Google.Anna, Google.Ben, Cleo])
        {
            ((string?)_google.Emulator.Event(calendar, id)!["status"]).ShouldBe("cancelled", calendar);
            ((string?)_google.Emulator.Event(calendar, later)!["status"]).ShouldBe("confirmed", calendar);
        }

        _google.User.Delete("primary", series);
        foreach (string calendar in (string[])[Google.Anna, Google.Ben, Cleo])
        {
            ((string?)_google.Emulator.Event(calendar, later)!["status"]).ShouldBe("cancelled", calendar);
        }
    }

    private GoogleApi Ben() => _google.As(Google.Ben);

    private (string Series, string Second) Meeting(string? flag = null)
    {
        JsonObject body = Google.Review("Meeting");
        body["recurrence"] = new JsonArray("RRULE:FREQ=WEEKLY");
        body["attendees"] = new JsonArray(new JsonObject { ["email"] = Google.Ben }, new JsonObject { ["email"] = Cleo });
        if (flag is not null)
        {
            body[flag] = true;
        }

        string series = (string)_google.User.Insert("primary", body)["id"]!;
        return (series, series + "_20260309T090000Z");
    }

    private string? AnswerOf(string guest, string calendar, string id) =>
        (string?)_google.Emulator.Event(calendar, id)!["attendees"]!.AsArray().Single(a => (string?)a!["email"] == guest)!["responseStatus"];

    private static JsonObject Answer(string answer) =>
        Json($$"""{"attendees":[{"email":"{{Google.Ben}}","responseStatus":"{{answer}}"},{"email":"{{Cleo}}"}]}""");

    private static DateTimeOffset At(int day) => new(2026, 3, day, 9, 0, 0, TimeSpan.Zero);

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
