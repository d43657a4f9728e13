using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Google;

public sealed class RefusalTests
{
    private static readonly EventFields Fine = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z");

    [Fact]
    public void An_ordinary_event_is_not_refused()
    {
        Refusal(Fine).ShouldBeNull();
        Refusal(Events.Days(2026, 2, 16, 1)).ShouldBeNull();
        Refusal(Fine with { Recurrence = RecurrenceLines.Of(["RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/Paris:20260223T100000"]) }).ShouldBeNull();
    }

    [Theory]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T09:00:00Z", "Europe/Paris", "timeRangeEmpty")]
    [InlineData("2026-02-16T09:00:00.1Z", "2026-02-16T09:00:00.9Z", "Europe/Paris", "timeRangeEmpty")]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T08:00:00Z", "Europe/Paris", "timeRangeEmpty")]
    [InlineData("2026-02-16T09:00:00Z", "9999-12-31T23:59:59.9999999Z", "Europe/Paris", "timesOutOfRange")]
    [InlineData("0001-01-01T00:00:00Z", "2026-02-16T08:00:00Z", "Europe/Paris", "timesOutOfRange")]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", "Europe/Pariss", "unknownTimeZone")]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", "Romance Standard Time", null)]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", "europe/paris", null)]
    [InlineData("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", null, null)]
    public void Illegal_times_never_reach_Google(string start, string end, string? zone, string? expected) =>
        Refusal(Events.Timed(start, end, zone)).ShouldBe(expected);

    [Fact]
    public void Illegal_days_never_reach_Google()
    {
        Refusal(Events.Days(2026, 2, 16, 0)).ShouldBe("timeRangeEmpty");
        Refusal(new EventFields { Times = EventTimes.Days(DateOnly.MinValue, DateOnly.MaxValue) }).ShouldBe("timesOutOfRange");
        Refusal(new EventFields()).ShouldBe("noTimes");
    }

    [Fact]
    public void At_most_five_reminders_counted_as_they_are_sent()
    {
        Refusal(Fine with { Reminders = Popups(5) }).ShouldBeNull();
        Refusal(Fine with { Reminders = Popups(6) }).ShouldBe("tooManyReminders");
        Refusal(Fine with { Reminders = EventReminders.Of(false, Enumerable.Repeat(new Reminder("popup", 10), 6)) }).ShouldBeNull();
        GoogleEventMapper.Refusal(Fine with { Reminders = null }, EventField.All, Events.Paris with { DefaultReminders = Popups(6) })
            .ShouldBe("tooManyReminders");
    }

    [Theory]
    [InlineData("DTSTART:20260216T090000Z")]
    [InlineData("FREQ=WEEKLY")]
    [InlineData("RRULE:FREQ=DAILY\nDTSTART:20260216T090000Z")]
    public void Lines_that_are_no_recurrence_are_refused(string line) =>
        Refusal(Fine with { Recurrence = RecurrenceLines.Of([line]) }).ShouldBe("illegalRecurrence");

    [Fact]
    public void An_exception_cannot_recur()
    {
        GoogleEventMapper.Refusal(
            Fine with { Recurrence = RecurrenceLines.Of(["RRULE:FREQ=DAILY"]) }, EventField.All, Events.Paris with { RecurringEventId = "abcdef" })
            .ShouldBe("recurrenceInException");
    }

    [Fact]
    public void Values_that_Google_does_not_have_are_refused()
    {
        Refusal(Fine with { Visibility = "secret" }).ShouldBe("unknownVisibility");
        Refusal(Fine with { Transparency = "glass" }).ShouldBe("unknownTransparency");
        Refusal(Fine with { Color = "red" }).ShouldBe("illegalColor");
    }

    [Fact]
    public void What_is_not_written_is_not_judged()
    {
        var strange = Fine with { Visibility = "secret", Reminders = Popups(9) };

        GoogleEventMapper.Refusal(strange, EventField.Title | EventField.Times, Events.Paris).ShouldBeNull();
    }

    [Fact]
    public void A_zone_that_came_from_Google_may_go_back()
    {
        var moved = Events.Timed("2026-02-16T09:00:00Z", "2026-02-16T10:00:00Z", "Mars/Olympus");

        GoogleEventMapper.Refusal(moved, EventField.Times, Events.Paris, stored: moved).ShouldBeNull();
        GoogleEventMapper.Refusal(moved, EventField.Times, Events.Paris, stored: Fine).ShouldBe("unknownTimeZone");
    }

    private static string? Refusal(EventFields fields) => GoogleEventMapper.Refusal(fields, EventField.All, Events.Paris);

    private static EventReminders Popups(int count) => EventReminders.Of(false, Enumerable.Range(1, count).Select(m => new Reminder("popup", m)));
}
