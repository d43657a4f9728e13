using System.Text;
using System.Text.Json.Nodes;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Google;

public sealed class WritingTests
{
    private const string Stored = """
        {"kind":"calendar#event","etag":"\"1\"","id":"abcdef","status":"confirmed","htmlLink":"https://x","created":"2026-01-01T00:00:00.000Z",
         "updated":"2026-01-01T00:00:00.000Z","summary":"Réunion 😀","description":"<b>x</b>","location":"Paris","colorId":"3","sequence":4,
         "start":{"dateTime":"2026-02-16T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-16T11:00:00+01:00","timeZone":"Europe/Paris"},
         "attendees":[{"email":"a@example.org","responseStatus":"accepted","newFlag":1.50}],"conferenceData":{"conferenceId":"c","entryPoints":[]},
         "extendedProperties":{"private":{"k":"v"}},"reminders":{"useDefault":false},"guestsCanInviteOthers":false,"unheardOf":{"deep":[1,null,{"x":1e3}]}}
        """;

    [Fact]
    public void A_new_event_says_everything_and_nothing_that_is_default()
    {
        var fields = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z") with { Title = "Réunion", Color = "#DC2127", Tentative = true };

        Text(GoogleEventMapper.NewBody(fields, "abcdef", Events.Paris)).ShouldBe(
            """{"id":"abcdef","summary":"Réunion","start":{"dateTime":"2026-02-16T09:00:00Z","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-16T10:00:00Z","timeZone":"Europe/Paris"},"colorId":"11","status":"tentative","reminders":{"useDefault":true}}""");
    }

    [Fact]
    public void An_event_without_a_zone_takes_the_calendars_or_UTC()
    {
        var fields = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", null);

        Parse(GoogleEventMapper.NewBody(fields, "abcdef", Events.Paris))["start"]!["timeZone"]!.GetValue<string>().ShouldBe("Europe/Paris");
        Parse(GoogleEventMapper.NewBody(fields, "abcdef", new WriteContext(null)))["end"]!["timeZone"]!.GetValue<string>().ShouldBe("UTC");
    }

    [Fact]
    public void Reminders_that_the_application_left_open_are_the_configured_ones()
    {
        var context = Events.Paris with { DefaultReminders = EventReminders.Of(false, [new Reminder("popup", 30), new Reminder("email", 60)]) };
        var fields = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z") with { Reminders = null };

        Text(GoogleEventMapper.NewBody(fields, "abcdef", context)).ShouldEndWith(
            """
            "reminders":{"useDefault":false,"overrides":[{"method":"email","minutes":60},{"method":"popup","minutes":30}]}}
            """);
        Text(GoogleEventMapper.NewBody(fields with { Reminders = EventReminders.Silent }, "abcdef", context)).ShouldEndWith(
            """
            "reminders":{"useDefault":false,"overrides":[]}}
            """);
        Text(GoogleEventMapper.NewBody(fields, "abcdef", Events.Paris)).ShouldEndWith("""
            "reminders":{"useDefault":true}}
            """);
    }

    [Fact]
    public void An_exception_names_its_series_and_slot()
    {
        var context = Events.Paris with { RecurringEventId = "abcdef", OriginalSlot = OriginalSlot.Of(Events.At("2026-02-16T09:00:00Z")) };

        var body = Parse(GoogleEventMapper.NewBody(Events.Timed("2026-02-17T09:00:00Z", "2026-02-17T10:00:00Z"), "abcdef_20260216T090000Z", context));

        GoogleEventMapper.SlotOf(Events.Of(Encoding.UTF8.GetBytes(body.ToJsonString()))).ShouldBe(context.OriginalSlot);
        body["recurringEventId"]!.GetValue<string>().ShouldBe("abcdef");
    }

    [Fact]
    public void A_changed_field_changes_nothing_else()
    {
        var body = Parse(Replace(Stored, new EventFields { Title = "New" }, EventField.Title));

        var expected = Parse(Stored);
        expected["summary"] = "New";
        foreach (var own in new[] { "kind", "etag", "htmlLink", "created", "updated", "sequence" })
        {
            expected.Remove(own);
        }

        JsonNode.DeepEquals(body, expected).ShouldBeTrue(body.ToJsonString());
    }

    [Fact]
    public void A_cleared_field_is_left_out()
    {
        var body = Parse(Replace(
            Stored, new EventFields(), EventField.Title | EventField.Description | EventField.Location | EventField.Color | EventField.Reminders));

        body.ContainsKey("summary").ShouldBeFalse();
        body.ContainsKey("description").ShouldBeFalse();
        body.ContainsKey("location").ShouldBeFalse();
        body.ContainsKey("colorId").ShouldBeFalse();
        body["reminders"]!.ToJsonString().ShouldBe("""{"useDefault":true}""");
    }

    [Fact]
    public void Becoming_an_all_day_event_leaves_no_time_behind()
    {
        var body = Parse(Replace(Stored, Events.Days(2026, 2, 16, 2), EventField.Times));

        body["start"]!.ToJsonString().ShouldBe("""{"date":"2026-02-16"}""");
        body["end"]!.ToJsonString().ShouldBe("""{"date":"2026-02-18"}""");
    }

    [Fact]
    public void Moving_a_flight_keeps_the_zone_it_lands_in()
    {
        var flight = Stored.Replace("11:00:00+01:00\",\"timeZone\":\"Europe/Paris\"", "11:00:00+01:00\",\"timeZone\":\"America/New_York\"", StringComparison.Ordinal);

        var moved = Parse(Replace(flight, Events.Timed("2026-02-17T09:00:00Z", "2026-02-17T10:00:00Z"), EventField.Times));
        var elsewhere = Parse(Replace(flight, Events.Timed("2026-02-17T09:00:00Z", "2026-02-17T10:00:00Z", "Asia/Tokyo"), EventField.Times));

        moved["end"]!["timeZone"]!.GetValue<string>().ShouldBe("America/New_York");
        elsewhere["end"]!["timeZone"]!.GetValue<string>().ShouldBe("Asia/Tokyo");
    }

    [Fact]
    public void A_row_without_a_zone_leaves_the_events_zone()
    {
        var body = Parse(Replace(
            Stored, Events.Timed("2026-02-17T09:00:00Z", "2026-02-17T10:00:00Z", null), EventField.Times, new WriteContext("Asia/Tokyo")));

        body["start"]!["timeZone"]!.GetValue<string>().ShouldBe("Europe/Paris");
    }

    [Fact]
    public void An_event_that_begins_to_recur_gets_a_zone_on_both_ends()
    {
        var stored = Stored.Replace(",\"timeZone\":\"Europe/Paris\"", "", StringComparison.Ordinal);
        var fields = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", null) with { Recurrence = RecurrenceLines.Of(["RRULE:FREQ=DAILY"]) };

        var body = Parse(Replace(stored, fields, EventField.Recurrence));

        body["recurrence"]!.ToJsonString().ShouldBe("""["RRULE:FREQ=DAILY"]""");
        body["start"]!["timeZone"]!.GetValue<string>().ShouldBe("Europe/Paris");
        body["end"]!["timeZone"]!.GetValue<string>().ShouldBe("Europe/Paris");
    }

    [Fact]
    public void Reviving_confirms_and_sends_no_old_sequence()
    {
        var body = Parse(GoogleEventMapper.Replace(
            Encoding.UTF8.GetBytes("""{"id":"abcdef","status":"cancelled","sequence":9}"""),
            Events.Days(2026, 2, 16, 1),
            EventField.All,
            Events.Paris,
            revive: true));

        body["status"]!.GetValue<string>().ShouldBe("confirmed");
        body["start"]!["date"]!.GetValue<string>().ShouldBe("2026-02-16");
        body.ContainsKey("sequence").ShouldBeFalse();
    }

    private static ReadOnlyMemory<byte> Replace(string stored, EventFields from, EventField changed, WriteContext? context = null) =>
        GoogleEventMapper.Replace(Encoding.UTF8.GetBytes(stored), from, changed, context ?? Events.Paris, revive: false);

    private static string Text(ReadOnlyMemory<byte> json) => Events.Text(json);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject Parse(ReadOnlyMemory<byte> json) => Parse(Text(json));
}
