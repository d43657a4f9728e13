namespace CalendarSync.Local.Emulator.Api;

/// <summary>Scope suffixes and which calls they open (section 1.2).</summary>
internal static class Scopes
{
    public const string Prefix = "https://www.googleapis.com/auth/";

    public static readonly string[] EventWrite = ["calendar", "calendar.events", "calendar.events.owned", "calendar.app.created"];

    public static readonly string[] EventMove = ["calendar", "calendar.events", "calendar.events.owned"];

    public static readonly string[] EventRead =
    [
        .. EventWrite, "calendar.readonly", "calendar.events.readonly", "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.events.freebusy",
    ];

    public static readonly string[] ListRead = ["calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly"];

    public static readonly string[] ListGet = [.. ListRead, "calendar.app.created"];

    public static readonly string[] ListWrite = ["calendar", "calendar.calendarlist"];

    public static readonly string[] CalendarRead = ["calendar", "calendar.readonly", "calendar.calendars", "calendar.calendars.readonly", "calendar.app.created"];

    public static readonly string[] CalendarWrite = ["calendar", "calendar.calendars", "calendar.app.created"];

    public static readonly string[] Settings = ["calendar", "calendar.readonly", "calendar.settings.readonly"];

    public static readonly string[] Colors =
    [
        "calendar", "calendar.readonly", "calendar.calendarlist", "calendar.calendarlist.readonly", "calendar.app.created",
        "calendar.events.owned", "calendar.events.owned.readonly", "calendar.events.public.readonly", "calendar.events.freebusy",
    ];

    public static readonly string[] FreeBusy = ["calendar", "calendar.readonly", "calendar.freebusy", "calendar.events.freebusy"];

    /// <summary>Everything that a consent page of this Google can grant.</summary>
    public static readonly string[] Known =
    [
        .. EventRead, .. ListRead, .. CalendarWrite, .. CalendarRead, .. Settings, .. FreeBusy, "calendar.acls", "calendar.acls.readonly", "userinfo.email", "userinfo.profile",
    ];

    /// <summary>Scopes that open a method only for some calendars.</summary>
    public static bool IsNarrow(string suffix) =>
        suffix is "calendar.events.owned" or "calendar.events.owned.readonly" or "calendar.app.created" or "calendar.events.public.readonly" or "calendar.events.freebusy";

    /// <summary>The full name of a scope that is given by its suffix or in full.</summary>
    public static string Full(string scope) =>
        Canonical(scope) is var name && (name is "openid" || name.Contains('/', StringComparison.Ordinal)) ? name : Prefix + scope;

    /// <summary><c>email</c> and <c>profile</c> come back as addresses; the rest stays.</summary>
    public static string Canonical(string scope) => scope switch
    {
        "email" => Prefix + "userinfo.email",
        "profile" => Prefix + "userinfo.profile",
        _ => scope,
    };
}
