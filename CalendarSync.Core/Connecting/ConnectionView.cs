namespace CalendarSync.Core.Connecting;

/// <summary>A synced calendar, as its company's owner sees it.</summary>
/// <param name="Id">Stays the same when the account is connected again.</param>
/// <param name="CalendarId">Google's id of the calendar.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">Events of this role go here.</param>
/// <param name="Color"><c>#rrggbb</c>, as configured: it goes to Google once. Null: Google's is left alone.</param>
/// <param name="Enabled">False: changes wait on both sides.</param>
/// <param name="SyncDirection"><c>bidirectional</c>, <c>app_to_google</c> or <c>google_to_app</c>.</param>
/// <param name="Status"><c>connected</c>, <c>needs_reauth</c> or <c>disabled</c>.</param>
/// <param name="LastError">A code; null when all is well.</param>
/// <param name="ExpiresAt">End of the access token, UTC; it is renewed before.</param>
/// <param name="DefaultReminders">For the application's events without reminders; null: the configuration's.</param>
/// <param name="PrivateEvents"><c>full</c>, or <c>busy</c>: of Google's private events the application knows the times only, and cannot change them.</param>
/// <param name="AccessRole">What Google lets the account do there: <c>owner</c>, <c>writer</c>, <c>reader</c>, ...; null before the first listing.</param>
/// <param name="LastPullAt">When Google was last asked with success, UTC.</param>
/// <param name="Channel">Null: changes are polled.</param>
/// <param name="LastChange">Null where nothing was done yet, or longer ago than the journal reaches.</param>
/// <param name="GoogleColor"><c>#rrggbb</c>: the calendar's colour as its person sees it in Google, at most an hour old.</param>
/// <param name="ColorError">A code: why Google has not got <paramref name="Color"/>; null when it has, or soon will.</param>
public sealed record ConnectionView(
    Guid Id,
    string CalendarId,
    string? Name,
    string? Role,
    string? Color,
    bool Enabled,
    string SyncDirection,
    string Status,
    string? LastError,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<ReminderView>? DefaultReminders,
    string PrivateEvents,
    string? AccessRole,
    DateTimeOffset? LastPullAt,
    ChannelView? Channel,
    LastChangeView? LastChange,
    string? GoogleColor,
    string? ColorError);
