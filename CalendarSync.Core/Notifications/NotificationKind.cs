namespace CalendarSync.Core.Notifications;

/// <summary>What a message is about: the column <c>kind</c>.</summary>
internal static class NotificationKind
{
    public const string EventCreated = "event_created";

    public const string EventChanged = "event_changed";

    /// <summary>Three passes of one calendar failed in a row.</summary>
    public const string SyncFailing = "sync_failing";

    /// <summary>And the first one that succeeded after that.</summary>
    public const string SyncRecovered = "sync_recovered";

    public const string NeedsReauth = "needs_reauth";

    public const string DailyResult = "daily_result";

    /// <summary>Of these there may be many at once; they are then told together.</summary>
    public static bool MayBeMany(string kind) => kind is EventCreated or EventChanged;
}
