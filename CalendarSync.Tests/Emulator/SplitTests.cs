using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Point 33: "this and following". Cut anywhere, the two parts together take place when the whole did.</summary>
public sealed class SplitTests : IDisposable
{
    private readonly Google _google = new();

    public void Dispose() => _google.Dispose();

    //     March 2026                  April 2026
    //     Mo Tu We Th Fr Sa Su        Mo Tu We Th Fr Sa Su
    //      2  3  4  5  6  7  8               1  2  3  4  5
    //      9 10 11 12 13 14 15         6  7  8  9 10 11 12
    //    |16|17 18 19 20 21 22        13 14 15 16 17 18 19     the cut: Monday the 16th
    //     23 24 25 26 27 28 29        the clocks change on the 29th
    //     30 31
    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z", "RRULE:FREQ=WEEKLY")]
    [InlineData("RRULE:COUNT=10;FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z", "RRULE:COUNT=8;FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=WEEKLY;UNTIL=20260413T080000Z", "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z", "RRULE:FREQ=WEEKLY;UNTIL=20260413T080000Z")]
    [InlineData("RRULE:FREQ=WEEKLY|EXDATE;TZID=Europe/Paris:20260309T100000,20260323T100000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z|EXDATE;TZID=Europe/Paris:20260309T100000", "RRULE:FREQ=WEEKLY|EXDATE;TZID=Europe/Paris:20260323T100000")]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=5|RDATE;TZID=Europe/Paris:20260311T180000|RDATE:20260318T170000Z",
        "RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z|RDATE;TZID=Europe/Paris:20260311T180000", "RRULE:FREQ=WEEKLY;COUNT=3|RDATE:20260318T170000Z")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4|RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T085959Z|RRULE:FREQ=WEEKLY;BYDAY=TH;UNTIL=20260316T085959Z",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=2|RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=2")]
    [InlineData("RRULE:FREQ=WEEKLY;BYDAY=MO|RRULE:FREQ=DAILY;BYDAY=WE;COUNT=3|RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260313T090000Z",
        "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260316T085959Z|RRULE:FREQ=DAILY;BYDAY=WE;COUNT=3|RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260313T090000Z", "RRULE:FREQ=WEEKLY;BYDAY=MO")]
    [InlineData("RDATE;TZID=Europe/Paris:20260316T100000", "", "")]
    [InlineData("RDATE;TZID=Europe/Paris:20260309T100000,20260316T100000,20260401T120000", "RDATE;TZID=Europe/Paris:20260309T100000", "RDATE;TZID=Europe/Paris:20260401T120000")]
    public void P33_each_line_goes_to_its_side_of_the_cut(string lines, string kept, string following)
    {
        string series = Series("""{"dateTime":"2026-03-02T10:00:00","timeZone":"Europe/Paris"}""", """{"dateTime":"2026-03-02T11:00:00","timeZone":"Europe/Paris"}""", lines);
        string[] whole = Starts(series);

        JsonObject next = _google.User.SplitSeries(_google.Work, series, new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero));

        Lines(_google.Emulator.Event(_google.Work, series)!).ShouldBe(kept);
        Lines(next).ShouldBe(following);
        ((string?)next["start"]!["dateTime"]).ShouldBe("2026-03-16T10:00:00+01:00");
        string[] parts = [.. Starts(series), .. Starts((string)next["id"]!)];
        parts.Take(25).ShouldBe(whole.Take(25));
    }

    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=10", "RRULE:FREQ=WEEKLY;UNTIL=20260315", "RRULE:FREQ=WEEKLY;COUNT=8")]
    [InlineData("RRULE:FREQ=WEEKLY;UNTIL=20260413|EXDATE;VALUE=DATE:20260309,20260330", "RRULE:FREQ=WEEKLY;UNTIL=20260315|EXDATE;VALUE=DATE:20260309", "RRULE:FREQ=WEEKLY;UNTIL=20260413|EXDATE;VALUE=DATE:20260330")]
    [InlineData("RRULE:FREQ=WEEKLY;COUNT=3|RDATE;VALUE=DATE:20260304,20260318", "RRULE:FREQ=WEEKLY;UNTIL=20260315|RDATE;VALUE=DATE:20260304", "RRULE:FREQ=WEEKLY;COUNT=1|RDATE;VALUE=DATE:20260318")]
    public void P33_an_all_day_series_is_cut_at_a_date(string lines, string kept, string following)
    {
        string series = Series("""{"date":"2026-03-02"}""", """{"date":"2026-03-04"}""", lines);
        string[] whole = Starts(series);

        JsonObject next = _google.User.SplitSeries(_google.Work, series, new DateOnly(2026, 3, 16));

        Lines(_google.Emulator.Event(_google.Work, series)!).ShouldBe(kept);
        Lines(next).ShouldBe(following);
        ((string?)next["end"]!["date"]).ShouldBe("2026-03-18");
        string[] parts = [.. Starts(series), .. Starts((string)next["id"]!)];
        parts.ShouldBe(whole);
    }

    // The rule names Mondays; the cut is a Wednesday that RDATE lists. As the start of a series it counts as one of COUNT.
    [Fact]
    public void P33_a_cut_that_the_rule_does_not_make_counts_as_an_occurrence_of_what_follows()
    {
        string series = Series(
            """{"dateTime":"2026-03-02T10:00:00","timeZone":"Europe/Paris"}""",
            """{"dateTime":"2026-03-02T11:00:00","timeZone":"Europe/Paris"}""",
            "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5|RDATE;TZID=Europe/Paris:20260311T180000");
        string[] whole = Starts(series);

        JsonObject next = _google.User.SplitSeries(_google.Work, series, new DateTimeOffset(2026, 3, 11, 17, 0, 0, TimeSpan.Zero));

        Lines(next).ShouldBe("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4");
        Starts((string)next["id"]!).Select(static s => s[..10]).ShouldBe(whole[2..].Select(static s => s[..10]));
        Starts(series).ShouldBe(whole[..2]);
    }

    [Fact]
    public async Task P33_at_its_start_the_series_itself_is_changed_and_where_nothing_takes_place_there_is_no_cut()
    {
        string series = Series(
            """{"dateTime":"2026-03-02T10:00:00","timeZone":"Europe/Paris"}""", """{"dateTime":"2026-03-02T11:00:00","timeZone":"Europe/Paris"}""", "RRULE:FREQ=WEEKLY");

        JsonObject same = _google.User.SplitSeries(_google.Work, series, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), Json("""{"summary":"All of it"}"""));

        ((string?)same["id"], (string?)same["summary"], Lines(same)).ShouldBe((series, "All of it", "RRULE:FREQ=WEEKLY"));
        Should.Throw<CalendarSync.Local.Emulator.Api.GoogleErrorException>(() => _google.User.SplitSeries(_google.Work, series, new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero)))
            .Error.Status.ShouldBe(404);
        (await _google.Api.ListAsync(_google.Work)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public void P33_exceptions_after_the_cut_vanish_and_the_guests_copies_are_cut_too()
    {
        JsonObject body = Google.Review("Meeting");
        body["recurrence"] = new JsonArray("RRULE:FREQ=WEEKLY");
        body["attendees"] = new JsonArray(new JsonObject { ["email"] = Google.Ben });
        string series = (string)_google.User.Insert("primary", body)["id"]!;
        string before = (string)_google.User.EditInstance("primary", series, new DateTimeOffset(2026, 3, 9, 9, 0, 0, TimeSpan.Zero), Json("""{"location":"Room 1"}"""))["id"]!;
        string after = (string)_google.User.EditInstance("primary", series, new DateTimeOffset(2026, 3, 23, 9, 0, 0, TimeSpan.Zero), Json("""{"location":"Room 2"}"""))["id"]!;

        JsonObject next = _google.User.SplitSeries("primary", series, new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero), Json("""{"location":"Room 3"}"""));

        foreach (string calendar in (string[])[Google.Anna, Google.Ben])
        {
            Lines(_google.Emulator.Event(calendar, series)!).ShouldBe("RRULE:FREQ=WEEKLY;UNTIL=20260316T085959Z", calendar);
            ((string?)_google.Emulator.Event(calendar, before)!["status"]).ShouldBe("confirmed", calendar);
            ((string?)_google.Emulator.Event(calendar, after)!["status"]).ShouldBe("cancelled", calendar);
            ((string?)_google.Emulator.Event(calendar, (string)next["id"]!)!["location"]).ShouldBe("Room 3", calendar);
        }
    }

    private string Series(string start, string end, string lines) => (string)_google.User.Insert(_google.Work, new JsonObject
    {
        ["summary"] = "Cut",
        ["start"] = JsonNode.Parse(start),
        ["end"] = JsonNode.Parse(end),
        ["recurrence"] = new JsonArray([.. lines.Split('|').Select(l => (JsonNode)l)]),
    })["id"]!;

    private static string Lines(JsonObject body) => string.Join('|', body["recurrence"]?.AsArray().Select(l => (string?)l) ?? []);

    /// <summary>When it takes place; a single event once.</summary>
    private string[] Starts(string id) => _google.Emulator.Event(_google.Work, id) is { } one && one["recurrence"] is null
        ? [Start(one)]
        : [.. _google.User.Instances(_google.Work, id).Select(Start)];

    private static string Start(JsonObject body) => (string)(body["start"]!["dateTime"] ?? body["start"]!["date"])!;

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
