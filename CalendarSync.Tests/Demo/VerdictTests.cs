using CalendarSync.Local.Page;

namespace CalendarSync.Tests.Demo;

/// <summary>Whether the page tells the truth about both sides, also where a series is concerned.</summary>
public sealed class VerdictTests
{
    [Fact]
    public void The_same_series_on_both_sides_is_settled() => Verdict.Of(App(Series("a", "g")), Google(Series("g", "g")), 0).Settled.ShouldBeTrue();

    [Fact]
    public void A_series_that_google_does_not_have_is_one_difference() =>
        Verdict.Of(App(Series("a", null)), [], 0).ShouldBe(new Verdict(1, 0, 0));

    [Fact]
    public void A_series_that_is_called_otherwise_is_one_difference() =>
        Verdict.Of(App(Series("a", "g", title: "Other")), Google(Series("g", "g")), 0).ShouldBe(new Verdict(1, 0, 0));

    [Fact]
    public void A_rule_that_differs_shows_though_the_days_shown_are_alike() =>
        Verdict.Of(App(Series("a", "g", rule: "RRULE:FREQ=DAILY;COUNT=9")), Google(Series("g", "g")), 0).ShouldBe(new Verdict(1, 0, 0));

    [Fact]
    public void A_hole_on_one_side_is_a_difference_and_on_both_it_is_none()
    {
        SideEvent hole = new(SideEventKind.Hole, "h", "g_20270501", "Round", null, true, "20270501", "20270501") { SeriesId = "a", Slot = "20270501" };
        SideEvent there = hole with { Id = "g_20270501", SeriesId = "g" };

        Verdict.Of(App([.. Series("a", "g"), hole]), Google(Series("g", "g")), 0).ShouldBe(new Verdict(1, 0, 0));
        Verdict.Of(App(Series("a", "g")), Google([.. Series("g", "g"), there]), 0).ShouldBe(new Verdict(1, 0, 0));
        Verdict.Of(App([.. Series("a", "g"), hole]), Google([.. Series("g", "g"), there]), 0).Settled.ShouldBeTrue();
        Verdict.Of(App(Series("a", "g").SkipLast(1)), Google(Series("g", "g")), 0).ShouldBe(new Verdict(1, 0, 0), "and what is not seen is one");
    }

    [Fact]
    public void A_series_that_is_there_twice_is_one_double_however_often_it_takes_place() =>
        Verdict.Of(App(Series("a", "g")), Google([.. Series("g", "g"), .. Series("x", "x")]), 0).ShouldBe(new Verdict(1, 1, 0));

    [Fact]
    public void An_event_beside_the_occurrence_that_it_doubles_is_a_double() =>
        Verdict.Of(App(Series("a", "g")), Google([.. Series("g", "g"), Event("x", "2027-03-02")]), 0).ShouldBe(new Verdict(1, 1, 0));

    [Fact]
    public void What_somebody_made_twice_is_no_double() =>
        Verdict.Of(
            [Event("a", "2027-03-02") with { GoogleId = "g" }, Event("b", "2027-03-02") with { GoogleId = "h" }], [Event("g", "2027-03-02"), Event("h", "2027-03-02")], 0)
            .Settled.ShouldBeTrue();

    private static List<SideEvent> App(IEnumerable<SideEvent> items) => [.. items];

    private static List<SideEvent> Google(IEnumerable<SideEvent> items) => [.. items];

    private static SideEvent Event(string id, string day) => new(SideEventKind.Event, id, id, "Round", null, true, day, day[..9] + "9");

    /// <summary>With three of its days.</summary>
    private static IEnumerable<SideEvent> Series(string id, string? googleId, string title = "Round", string rule = "RRULE:FREQ=DAILY") =>
        Enumerable.Range(1, 3)
            .Select(day => Event($"{id}_2027030{day}", $"2027-03-0{day}") with
            {
                Kind = SideEventKind.Occurrence, GoogleId = googleId is null ? null : $"{googleId}_2027030{day}", Title = title, SeriesId = id, Slot = $"2027030{day}",
            })
            .Prepend(Event(id, "2027-03-01") with { Kind = SideEventKind.Series, GoogleId = googleId, Title = title, Rule = rule, Repeat = Repeat.Daily });
}
