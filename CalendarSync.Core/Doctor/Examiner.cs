using CalendarSync.Core.GoogleToApp;

using Npgsql;

namespace CalendarSync.Core.Doctor;

/// <summary>The runbook's section 9 as a program: finds what is wrong, explains it, and mends what is safe.</summary>
internal sealed class Examiner(
    DoctorStore store, Drift drift, CalendarSyncOptions options, WatchService watch, GoogleChanges fromGoogle, TwoWaySync bothWays, IIdSource ids)
{
    // So many lines of one problem are enough to know it.
    public const int MostDetails = 20;

    /// <summary>Looks at everything.</summary>
    /// <exception cref="NpgsqlException">The database is away, or not migrated.</exception>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var check in DoctorStore.Checks)
        {
            var lines = await store.AskAsync(check, TimeSpan.FromMinutes(options.HealthMaxAgeMinutes), options.WebhookBaseUrl is not null, cancellationToken);
            if (lines.Count > 0)
            {
                findings.Add(new Finding(check.Problem, check.Explanation, check.Remedy, lines, check.Mends));
            }
        }

        var calendars = await store.FindCalendarsAsync(cancellationToken);
        foreach (var calendar in calendars)
        {
            if (await drift.LookAsync(calendar, cancellationToken) is { } finding)
            {
                findings.Add(finding);
            }
        }

        if (options.CalendarConfigPath is not null && Unconnected(await store.FindConnectedAsync(cancellationToken)) is { Count: > 0 } missing)
        {
            findings.Add(new Finding(
                "calendar_not_connected", "Calendars of the configuration file that no connected account sees.", "Share the calendar with the account, and connect it again",
                missing, Mend.None));
        }

        return findings;
    }

    /// <summary>Mends what is safe, then runs both directions once.</summary>
    /// <returns>What was done, in words.</returns>
    public async Task<IReadOnlyList<string>> MendAsync(IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var done = new List<string>();
        foreach (var mend in findings.Select(f => f.Mends).Distinct().Order())
        {
            switch (mend)
            {
                case Mend.LinkRows:
                    done.Add($"{await store.LinkAsync(cancellationToken)} rows linked to their company's calendar");
                    break;
                case Mend.QueueChanges:
                    done.Add($"{await store.QueueAsync(cancellationToken)} changes queued");
                    break;
                case Mend.RetryFailed:
                    done.Add($"{await store.RetryAsync(null, cancellationToken)} failed changes tried again");
                    break;
                case Mend.OpenChannels:
                    var channels = await watch.RenewAsync(cancellationToken);
                    done.Add($"{channels.Count(c => c.Outcome == ChannelOutcome.Watching)} of {channels.Count} channels opened");
                    break;
                case Mend.ReadAgain:
                    foreach (var connection in findings.SelectMany(f => f.Connections))
                    {
                        await fromGoogle.RunAsync(new SyncScope(ConnectionId: connection), true, cancellationToken);
                        done.Add($"connection {connection} read again");
                    }

                    break;
                default:
                    break;
            }
        }

        if (findings.Any(f => f.Mends != Mend.None))
        {
            var counts = await bothWays.RunAsync(SyncScope.Everything, cancellationToken);
            done.Add($"both directions run: {counts.Created} created, {counts.Updated} updated, {counts.Deleted} deleted, {counts.Errors} errors");
        }

        return done;
    }

    /// <summary>The story of one event.</summary>
    public Task<IReadOnlyList<StoryLine>> TellAsync(Guid eventId, CancellationToken cancellationToken) => store.TellAsync(eventId, cancellationToken);

    /// <summary>Failed changes wait again.</summary>
    public Task<int> RetryAsync(Guid? eventId, CancellationToken cancellationToken) => store.RetryAsync(eventId, cancellationToken);

    /// <summary>A change that waits or has failed will never be sent; the journal says so.</summary>
    public Task<int> DropAsync(Guid eventId, CancellationToken cancellationToken) => store.DropAsync(eventId, ids.NewId(), cancellationToken);

    // By its place in the file: calendar ids are addresses.
    private List<string> Unconnected(IReadOnlyList<string> connected) =>
    [
        .. options.Calendar.Calendars
            .Select((calendar, index) => (Calendar: calendar, Place: index + 1))
            .Where(c => !c.Calendar.IsPrimary && !connected.Contains(c.Calendar.Id, StringComparer.Ordinal))
            .Select(c => $"calendar {c.Place} of the file{(c.Calendar.Role is null ? "" : $" ({c.Calendar.Role})")}"),
    ];
}
