using CalendarSync.Core.Google;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Doctor;

/// <summary>
/// Compares a calendar with its rows: ids and versions, nothing else. What Google changed since the last pull, and what is under way, is no
/// drift; what is left should not exist, and a full listing mends it.
/// </summary>
internal sealed class Drift(IGoogleCalendar google, DoctorStore store, Database database, ServerClock clock, SyncPolicy policy)
{
    // Google may show a change a little later than it says that it was made.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    /// <returns>Null where the sides are in step.</returns>
    public async Task<Finding?> LookAsync(Connection calendar, CancellationToken cancellationToken)
    {
        var now = database.Now;
        var (past, future) = (now - policy.Past, now + policy.Future);
        Dictionary<string, GoogleEvent> events;
        try
        {
            events = await ListAsync(calendar, past, future, cancellationToken);
        }
        catch (GoogleApiException e)
        {
            return Unasked(calendar, $"{e.Status} {e.Reason}");
        }
        catch (TokenVaultException e)
        {
            return Unasked(calendar, $"the stored token cannot be opened ({e.Fault})");
        }

        // Read after the listing: what was pulled meanwhile is newer here, not there.
        var rows = await store.FindLinkedAsync(calendar.CalendarId, cancellationToken);
        var excused = await store.FindExcusedAsync(calendar, cancellationToken);
        var known = calendar.LastPullAt is { } pulledAt ? pulledAt + clock.Offset - Margin : DateTimeOffset.MinValue;
        var details = new List<string>();
        foreach (var (id, item) in events.Where(e => e.Value.Updated <= known && !excused.Contains(e.Key)))
        {
            var row = rows.GetValueOrDefault(id);
            if (row is null)
            {
                details.Add($"connection {calendar.Id}: Google has event {id}, and no row does");
            }
            else if (!row.IsBusy && !string.Equals(row.GoogleEtag, item.Etag, StringComparison.Ordinal))
            {
                details.Add($"connection {calendar.Id}: event {row.Id} is another version in Google");
            }
        }

        details.AddRange(rows.Values
            .Where(r => r is { Lives: true, IsBusy: false } && !events.ContainsKey(r.GoogleEventId) && !excused.Contains(r.GoogleEventId) && IsInside(r, past, future))
            .Select(r => $"connection {calendar.Id}: event {r.Id} is not in Google"));
        return details.Count == 0
            ? null
            : new Finding(
                "drift", "A calendar and its rows differ although nothing is under way.", "--fix reads the calendar again as a whole, and decides about each difference",
                [.. details.Order(StringComparer.Ordinal)], Mend.ReadAgain)
            {
                Connections = [calendar.Id],
            };
    }

    private static Finding Unasked(Connection calendar, string reason) => new(
        "google_not_asked", "Google could not be asked what a calendar holds.", "The answer says why; an account that was refused has to be connected again",
        [$"connection {calendar.Id}: {reason}"], Mend.None);

    private static bool IsInside(LinkedRow row, DateTimeOffset? past, DateTimeOffset? future) =>
        (past is null && future is null) || (!row.IsSeries && (past is null || row.Starts >= past) && (future is null || row.Ends <= future));

    private async Task<Dictionary<string, GoogleEvent>> ListAsync(Connection calendar, DateTimeOffset? past, DateTimeOffset? future, CancellationToken cancellationToken)
    {
        var events = new Dictionary<string, GoogleEvent>(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await google.ListEventsAsync(calendar.Account, new EventListRequest(calendar.CalendarId, null, next, policy.EventTypes, past, future), cancellationToken);
            foreach (var item in page.Items.Where(i => i is { Id: not null, IsCancelled: false } && (i.EventType is null || policy.EventTypes.Contains(i.EventType, StringComparer.Ordinal))))
            {
                events[item.Id!] = item;
            }

            next = page.NextPageToken;
        }
        while (next is not null);
        return events;
    }
}
