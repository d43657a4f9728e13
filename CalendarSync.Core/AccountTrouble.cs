using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core;

/// <summary>The one place that says what a failed call means beyond the event or page that it was about.</summary>
internal sealed class AccountTrouble(GrantStore grants, Database database)
{
    private static readonly TimeSpan OperatorPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan WritesPause = TimeSpan.FromHours(1);

    /// <summary>Records the trouble with the account or the calendar, if it is one.</summary>
    /// <returns>True where nothing else of this calendar should be tried in this run.</returns>
    public async Task<bool> NoteAsync(Connection calendar, GoogleApiException failure, CancellationToken cancellationToken)
    {
        switch (failure.Fault)
        {
            case GoogleFault.NeedsReauthorisation:
                await grants.RequireReauthorisationAsync(calendar.GrantId, calendar.Consent, failure.Reason, cancellationToken);
                return true;
            case GoogleFault.Operator:
                await grants.PauseAsync(calendar.GrantId, database.Now + OperatorPause, failure.Reason, cancellationToken);
                return true;
            case GoogleFault.WritesPaused:
                await grants.PauseWritesAsync(calendar.GrantId, failure.RetryAt ?? database.Now + WritesPause, failure.Reason, cancellationToken);
                return true;
            case GoogleFault.ReadOnlyCalendar:
                await grants.MarkReadOnlyAsync(calendar.Id, cancellationToken);
                return false;
            case GoogleFault.Transient when failure.RetryAt is { } at:
                await grants.PauseAsync(calendar.GrantId, at, failure.Reason, cancellationToken);
                return true;
            case GoogleFault.Transient:
                // Too many calls: the others would only be told the same.
                return failure.Status is 403 or 429 || failure.Reason is "calendarNotFound";
            default:
                return false;
        }
    }
}
