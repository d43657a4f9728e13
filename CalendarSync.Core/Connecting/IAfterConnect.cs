namespace CalendarSync.Core.Connecting;

/// <summary>What begins with a connection: the first full listing and the push channel.</summary>
internal interface IAfterConnect
{
    /// <summary>Does what can be done at once; the timers do the rest. A failure leaves the connection as it is.</summary>
    /// <param name="connectionIds">New or renewed connections.</param>
    /// <param name="cancellationToken">Ends the time that the browser waits.</param>
    Task StartAsync(IReadOnlyList<Guid> connectionIds, CancellationToken cancellationToken);
}
