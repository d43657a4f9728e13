using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>Short words for both sides of one event.</summary>
internal static class Sides
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What the application's reminders become where it left them to the configuration.</summary>
    public static readonly EventReminders TenMinutes = EventReminders.Of(false, [new Reminder("popup", 10)]);

    public static readonly EventReminders OneDay = EventReminders.Of(false, [new Reminder("email", 1440)]);

    /// <summary>Said in the same words by both sides.</summary>
    public static readonly EventFields Meeting = new()
    {
        Title = "Meeting",
        Times = EventTimes.Timed(Noon, Noon.AddHours(1), "Europe/Paris"),
        Reminders = TenMinutes,
    };

    /// <summary>The same as an application writes it: reminders left to the configuration.</summary>
    public static readonly EventFields AppMeeting = Meeting with { Reminders = null };

    public static readonly Agreement Agreed = new(Meeting, null, "\"1\"", false);

    /// <summary>The agreement after the application's own words were sent and answered.</summary>
    public static readonly Agreement AgreedOwnWords = Agreed with { App = AppMeeting };

    /// <summary>The insert was sent; its answer was never stored.</summary>
    public static readonly Agreement Unanswered = Agreed with { Etag = null };

    public static AppState InApp(EventFields fields, DateTimeOffset? at = null, EventReminders? defaults = null) =>
        new(fields, fields with { Reminders = fields.Reminders ?? defaults ?? TenMinutes }, at ?? Noon, false);

    public static AppState DeletedInApp(DateTimeOffset? at = null) => InApp(AppMeeting, at) with { Deleted = true };

    public static GoogleState InGoogle(EventFields fields, string etag = "\"2\"", DateTimeOffset? at = null) => new(fields, etag, at ?? Noon, false);

    public static GoogleState Tombstone(DateTimeOffset? at) => new(new EventFields(), "\"3\"", at, true);

    public static Decision Decide(AppState? app, Agreement? agreed, GoogleState? google, ConflictPolicy policy = ConflictPolicy.LastWriteWins) =>
        Reconciler.Decide(app, agreed, google, TimeSpan.Zero, policy);
}
