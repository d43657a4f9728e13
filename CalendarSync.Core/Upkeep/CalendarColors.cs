using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Upkeep;

/// <summary>
/// The colours of calendars. A configured one goes to the person's calendar list once, whenever it is configured; what the person makes of it afterwards
/// is theirs, and is shown. Nothing of the sync waits for a colour, or fails with it.
/// </summary>
internal sealed partial class CalendarColors(IGoogleCalendar google, CalendarColorStore store, Database database, SyncPolicy policy, ILogger<CalendarColors> logger)
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromHours(1);

    /// <summary>Reads what Google shows, where that is an hour old.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!policy.Enabled)
        {
            return;
        }

        var unread = await store.TakeUnreadAsync(database.Now - ReadEvery, cancellationToken);
        foreach (var account in unread.GroupBy(c => c.Account))
        {
            await ReadOneAsync(account.Key, [.. account], cancellationToken);
        }
    }

    /// <summary>Sends what is configured and was not sent.</summary>
    /// <param name="only">Of these connections; null: of all.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public async Task SendAsync(IReadOnlyList<Guid>? only, CancellationToken cancellationToken)
    {
        if (!policy.Enabled)
        {
            return;
        }

        foreach (var calendar in await store.TakeUnsentAsync(only, database.Now + Turn, cancellationToken))
        {
            await SendOneAsync(calendar, cancellationToken);
        }
    }

    private async Task SendOneAsync(Connection calendar, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await google.SetCalendarColorAsync(calendar.Account, calendar.CalendarId, calendar.Color!, cancellationToken);
            await store.FinishAsync(calendar, entry.BackgroundColor, null, cancellationToken);
        }
        catch (GoogleApiException e)
        {
            LogNotSet(logger, calendar.Id, e.Status, e.Reason, e.Fault);
            var code = $"Google answered {e.Status} {e.Reason}";
            // What the account or the operator has to mend is found, and told, by the sync itself.
            await (e.Fault is GoogleFault.Transient or GoogleFault.NeedsReauthorisation or GoogleFault.Operator or GoogleFault.WritesPaused
                ? store.PutOffAsync(calendar, e.RetryAt is { } at && at > database.Now + AfterFailure ? at : database.Now + AfterFailure, code, cancellationToken)
                : store.FinishAsync(calendar, null, code, cancellationToken));
        }
    }

    private async Task ReadOneAsync(GoogleAccount account, IReadOnlyList<Connection> calendars, CancellationToken cancellationToken)
    {
        try
        {
            var seen = (await google.ListCalendarsAsync(account, cancellationToken)).Where(e => !e.Deleted).ToLookup(e => e.Id, StringComparer.Ordinal);
            await store.SaveReadAsync([.. calendars.Select(c => (c.Id, seen[c.CalendarId].FirstOrDefault()?.BackgroundColor))], cancellationToken);
        }
        catch (GoogleApiException e)
        {
            LogNotRead(logger, calendars[0].Id, e.Status, e.Reason, e.Fault);
        }
    }

    [LoggerMessage(1231, LogLevel.Warning, "The colour of connection {ConnectionId} was not set in Google: {Status} {Reason} ({Fault}).")]
    private static partial void LogNotSet(ILogger logger, Guid connectionId, int status, string reason, GoogleFault fault);

    [LoggerMessage(1232, LogLevel.Information, "The colours of the calendars beside connection {ConnectionId} were not read: {Status} {Reason} ({Fault}); in an hour again.")]
    private static partial void LogNotRead(ILogger logger, Guid connectionId, int status, string reason, GoogleFault fault);
}
