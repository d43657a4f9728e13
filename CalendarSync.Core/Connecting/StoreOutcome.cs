namespace CalendarSync.Core.Connecting;

/// <summary>How storing a consent ended; anything but <see cref="ConnectResult.Connected"/> stored nothing.</summary>
internal sealed record StoreOutcome(ConnectResult Result, IReadOnlyList<StoredConnection> Connections)
{
    public static StoreOutcome Refused(ConnectResult result) => new(result, []);
}
