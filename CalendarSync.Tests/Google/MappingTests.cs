using System.Text;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Google;

public sealed class MappingTests
{
    // Paris: UTC+1 in winter; at 2026-03-29 02:00 the clock jumps to 03:00, at 2026-10-25 03:00 it falls back to 02:00.
    //
    //   wall clock   01:30      02:30 (no such time)     03:30
    //   UTC          00:30      01:00 |                  01:30
    //
    //   wall clock   01:30      02:30 first, 02:30 second      03:30
    //   UTC          23:30      00:30        01:30             02:30
    [Theory]
    [InlineData("2026-02-16T10:00:00+01:00", "Europe/Paris", "2026-02-16T09:00:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T09:00:00Z", "Europe/Paris", "2026-02-16T09:00:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T09:00:00+00:00", null, "2026-02-16T09:00:00Z", null)]
    [InlineData("2026-03-29T01:30:00+01:00", "Europe/Paris", "2026-03-29T00:30:00Z", "Europe/Paris")]
    [InlineData("2026-03-29T03:30:00+02:00", "Europe/Paris", "2026-03-29T01:30:00Z", "Europe/Paris")]
    [InlineData("2026-10-25T02:30:00+02:00", "Europe/Paris", "2026-10-25T00:30:00Z", "Europe/Paris")]
    [InlineData("2026-10-25T02:30:00+01:00", "Europe/Paris", "2026-10-25T01:30:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T10:00:00", "Europe/Paris", "2026-02-16T09:00:00Z", "Europe/Paris")]
    [InlineData("2026-07-16T10:00:00", "Europe/Paris", "2026-07-16T08:00:00Z", "Europe/Paris")]
    [InlineData("2026-03-29T02:30:00", "Europe/Paris", "2026-03-29T01:30:00Z", "Europe/Paris")]
    [InlineData("2026-10-25T02:30:00", "Europe/Paris", "2026-10-25T00:30:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T10:00:00", "Romance Standard Time", "2026-02-16T09:00:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T10:00:00+01:00", "Romance Standard Time", "2026-02-16T09:00:00Z", "Europe/Paris")]
    [InlineData("2026-02-16T10:00:00-05:00", "Mars/Olympus", "2026-02-16T15:00:00Z", "Mars/Olympus")]
    [InlineData("2026-02-16T10:00:00.1234567+05:30", "Asia/Kolkata", "2026-02-16T04:30:00.123456Z", "Asia/Kolkata")]
    public void A_time_of_Google_is_an_instant_and_a_zone(string dateTime, string? zone, string instant, string? iana)
    {
        var time = zone is null ? $$"""{"dateTime":"{{dateTime}}"}""" : $$"""{"dateTime":"{{dateTime}}","timeZone":"{{zone}}"}""";
        var end = """{"dateTime":"2030-01-01T00:00:00Z"}""";

        var times = GoogleEventMapper.ToFields(Events.Of($$"""{"id":"abcdef","start":{{time}},"end":{{end}}}""")).Times!;

        times.StartAt.ShouldBe(Events.At(instant));
        times.StartAt!.Value.Offset.ShouldBe(TimeSpan.Zero);
        times.TimeZone.ShouldBe(iana);
        times.AllDay.ShouldBeFalse();
    }

    [Fact]
    public void An_all_day_event_has_days_and_an_exclusive_end_and_no_zone()
    {
        var e = Events.Of("""{"id":"abcdef","start":{"date":"2026-02-16","timeZone":"Europe/Paris"},"end":{"date":"2026-02-18"}}""");

        GoogleEventMapper.ToFields(e).Times.ShouldBe(EventTimes.Days(new DateOnly(2026, 2, 16), new DateOnly(2026, 2, 18)));
    }

    [Theory]
    [InlineData("""{"id":"abcdef"}""", "noTimes")]
    [InlineData("""{"id":"abcdef","start":{},"end":{}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"date":"2026-02-16"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"date":"2026-02-16"},"end":{"date":"2026-02-16"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"date":"2026-02-30"},"end":{"date":"2026-03-01"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"date":"2026-02-16"},"end":{"dateTime":"2026-02-17T00:00:00Z"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"dateTime":"2026-02-16T10:00:00"},"end":{"dateTime":"2026-02-17T00:00:00Z"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"dateTime":"2026-02-16T10:00:00","timeZone":"Mars/Olympus"},"end":{"dateTime":"2026-02-17T00:00:00Z"}}""", "illegalTimes")]
    [InlineData("""{"id":"abcdef","start":{"dateTime":"2026-02-16T10:00:00Z"},"end":{"dateTime":"2026-02-16T09:00:00Z"}}""", "illegalTimes")]
    [InlineData("""{"status":"cancelled"}""", "noId")]
    [InlineData("""{"id":7,"status":"cancelled"}""", "unexpectedForm")]
    [InlineData("""{"id":"abcdef","status":"cancelled","summary":{"a":1}}""", "unexpectedForm")]
    [InlineData("null", "unexpectedForm")]
    [InlineData("[1]", "unexpectedForm")]
    [InlineData(""" "text" """, "unexpectedForm")]
    [InlineData("""{"id":"abcdef","status":"cancelled","x":"a\u0000b"}""", "unstorableText")]
    [InlineData("""{"id":"abcdef","status":"cancelled","x":"\ud83d"}""", "unstorableText")]
    [InlineData("""{"id":"abcdef","status":"cancelled","x":"\ude00\ud83d"}""", "unstorableText")]
    [InlineData("""{"id":"abcdef","status":"cancelled","\u0000":1}""", "unstorableText")]
    [InlineData("""{"id":"abcdef","status":"cancelled","x":1e400000}""", "unstorableText")]
    public void What_cannot_be_read_is_named(string json, string expected)
    {
        GoogleEventReader.Read(Encoding.UTF8.GetBytes(json), out var reason).ShouldBeNull();
        reason.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"id":"abcdef","status":"cancelled"}""")]
    [InlineData("""{"id":"abcdef","status":"cancelled","start":{"dateTime":"nonsense"},"end":null}""")]
    [InlineData("""{"id":"abcdef","status":"cancelled","x":"\ud83d\ude00 \\u0000 \\\\ud83d"}""")]
    public void A_tombstone_needs_nothing_but_its_id(string json)
    {
        var e = Events.Of(json);

        e.IsCancelled.ShouldBeTrue();
        GoogleEventMapper.ToFields(e).Times.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"status\":\"cancelled\"", "2026-02-09T10:00:00Z", null)]
    [InlineData("\"status\":\"cancelled\",\"originalStartTime\":{\"date\":\"2026-02-16\"}", null, "2026-02-16")]
    public void An_exception_names_its_slot(string members, string? at, string? day)
    {
        var id = day is null ? "abcdef_20260209T100000Z" : "abcdef_20260216";
        var e = Events.Of($$"""{"id":"{{id}}","recurringEventId":"abcdef",{{members}}}""");

        var slot = GoogleEventMapper.SlotOf(e)!.Value;

        slot.At.ShouldBe(at is null ? null : Events.At(at));
        slot.Day?.ToString("yyyy-MM-dd").ShouldBe(day);
    }

    [Fact]
    public void A_single_event_with_an_underscore_has_no_slot()
    {
        GoogleEventMapper.SlotOf(Events.Of("""{"id":"abc_20260216","status":"cancelled"}""")).ShouldBeNull();
    }

    [Theory]
    [InlineData("", true, 0)]
    [InlineData("\"reminders\":{\"useDefault\":true}", true, 0)]
    [InlineData("\"reminders\":{\"useDefault\":false}", false, 0)]
    [InlineData("\"reminders\":{\"useDefault\":false,\"overrides\":[{\"method\":\"popup\",\"minutes\":10},{\"method\":\"email\",\"minutes\":60}]}", false, 2)]
    [InlineData("\"reminders\":{\"overrides\":[{\"method\":\"popup\",\"minutes\":10},null,{\"minutes\":5},{\"method\":\"popup\",\"minutes\":10}]}", false, 1)]
    [InlineData("\"reminders\":{\"useDefault\":false,\"overrides\":[{\"method\":\"sms\",\"minutes\":10},{\"method\":\"popup\",\"minutes\":99999}]}", false, 1)]
    public void Reminders_have_one_form(string members, bool useDefault, int count)
    {
        var reminders = Events.Fields(members).Reminders!;

        reminders.UseDefault.ShouldBe(useDefault);
        reminders.Overrides.Count.ShouldBe(count);
    }

    [Fact]
    public void Defaults_and_empty_texts_are_null_and_unknown_values_are_kept_in_the_event()
    {
        var fields = Events.Fields(
            """
            "summary":"","status":"confirmed","visibility":"default","transparency":"opaque","colorId":"99","recurrence":[],"newThing":{"a":[1,2]}
            """);

        fields.ShouldBe(new EventFields { Times = fields.Times, Reminders = EventReminders.Default });
        Events.Fields("\"status\":\"tentative\"").Tentative.ShouldBeTrue();
        Events.Fields("\"colorId\":\"11\"").Color.ShouldBe("#dc2127");
        Events.Fields("\"recurrence\":[\"RRULE:FREQ=DAILY\",null]").Recurrence!.Lines.ShouldBe(["RRULE:FREQ=DAILY"]);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"eventType\":\"default\"", null)]
    [InlineData("\"eventType\":\"birthday\"", "managedEventType")]
    [InlineData("\"eventType\":\"somethingNew\"", "managedEventType")]
    [InlineData("\"locked\":true", "locked")]
    [InlineData("\"organizer\":{\"email\":\"a@example.org\",\"self\":true}", null)]
    [InlineData("\"organizer\":{\"email\":\"a@example.org\"}", "guestCopy")]
    [InlineData("\"organizer\":{\"self\":false}", "guestCopy")]
    [InlineData("\"organizer\":{\"email\":\"a@example.org\"},\"guestsCanModify\":true", null)]
    [InlineData("\"organizer\":{\"email\":\"a@example.org\"},\"privateCopy\":true", null)]
    [InlineData("\"organizer\":{\"self\":true},\"attendeesOmitted\":true", "guestsNotListed")]
    public void Only_events_that_are_wholly_ours_are_written(string members, string? expected)
    {
        GoogleEventMapper.IsWritable(Events.Of(Events.Json(members)), out var reason).ShouldBe(expected is null);
        reason.ShouldBe(expected);
    }

    [Theory]
    [InlineData("#a4bdfc", "1")]
    [InlineData("#DC2127", "11")]
    [InlineData("#0000ff", "9")]
    [InlineData("#ff0000", "11")]
    [InlineData("#00aa00", "10")]
    [InlineData("#ffff00", "5")]
    [InlineData("#888888", "8")]
    [InlineData("#ffa500", "6")]
    [InlineData("#ffffff", "8")]
    [InlineData("#333333", "8")]
    [InlineData("#000000", "8")]
    [InlineData("#8e24aa", "3")]
    [InlineData("#0b8043", "10")]
    [InlineData("#3f51b5", "9")]
    [InlineData("#f4511e", "11")]
    [InlineData("#d50000", "11")]
    public void A_colour_goes_to_what_looks_most_like_it(string hex, string id) => EventColors.NearestId(hex).ShouldBe(id);

    [Fact]
    public void Every_colour_of_the_palette_comes_back_as_itself()
    {
        foreach (var id in Enumerable.Range(1, 11).Select(i => i.ToString()))
        {
            EventColors.NearestId(EventColors.HexOf(id)!).ShouldBe(id);
        }

        EventColors.HexOf("0").ShouldBeNull();
        EventColors.HexOf("12").ShouldBeNull();
        EventColors.HexOf("+1").ShouldBeNull();
    }
}
