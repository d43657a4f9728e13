using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.GoogleToApp;

namespace CalendarSync.Core;

/// <summary>Both directions now. Google's changes come first, so that what is sent is already merged with them.</summary>
/// <param name="fromGoogle">Google to the application.</param>
/// <param name="toGoogle">The application to Google.</param>
public sealed class TwoWaySync(GoogleChanges fromGoogle, SyncProcessor toGoogle)
{
    /// <summary>Pulls, then sends.</summary>
    /// <param name="scope">Which calendars.</param>
    /// <param name="cancellationToken">Stops between two pages or two changes.</param>
    /// <returns>What both directions did together; each calendar counts once.</returns>
    public async Task<SyncCounts> RunAsync(SyncScope scope, CancellationToken cancellationToken)
    {
        var pulled = await fromGoogle.RunAsync(scope, false, cancellationToken);
        var sent = await toGoogle.RunAsync(scope, cancellationToken);
        return (pulled + sent) with { Connections = Math.Max(pulled.Connections, sent.Connections) };
    }
}
