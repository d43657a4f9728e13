namespace CalendarSync.Core.Health;

/// <summary>How the sync is, without a word about anybody's events. Times are UTC.</summary>
/// <param name="Status"><c>healthy</c>, <c>unhealthy</c> (something has not synced for too long) or <c>unavailable</c> (the database is away).</param>
/// <param name="LastSync">The last run that finished; null before the first one.</param>
/// <param name="Connections">Calendars that are switched on.</param>
/// <param name="StaleConnections">Of those, calendars without a successful pull for longer than allowed.</param>
/// <param name="PendingItems">Changes that wait to be sent.</param>
/// <param name="FailedItems">Changes that were parked.</param>
/// <param name="OldestPendingItem">Since when the oldest one waits.</param>
/// <param name="ChannelsAlive">Push channels that have not ended.</param>
/// <param name="AccountsNeedingReauth">Google accounts that somebody has to connect again.</param>
/// <param name="SweepsHeld">Great losses that wait for a person.</param>
/// <param name="OpenConflicts">Conflicts that wait for a choice.</param>
/// <param name="SecretsUnreadSince">Since when this instance could not read the key vault any more and goes on with the last good secrets; null while it can.</param>
public sealed record HealthReport(
    string Status,
    LastSync? LastSync = null,
    int Connections = 0,
    int StaleConnections = 0,
    int PendingItems = 0,
    int FailedItems = 0,
    DateTimeOffset? OldestPendingItem = null,
    int ChannelsAlive = 0,
    int AccountsNeedingReauth = 0,
    int SweepsHeld = 0,
    int OpenConflicts = 0,
    DateTimeOffset? SecretsUnreadSince = null)
{
    /// <summary>Whether the answer is 200.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsHealthy => Status is "healthy";
}
