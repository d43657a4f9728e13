namespace CalendarSync.Core.Google;

/// <summary>Where the client gets its bearer token.</summary>
internal interface IAccessTokens
{
    /// <summary>
    /// An access token that is good for at least a minute; refreshed, once for all instances, where it is not.
    /// Throws <see cref="GoogleApiException"/> where refreshing failed: with <see cref="GoogleFault.NeedsReauthorisation"/>,
    /// <see cref="GoogleFault.Operator"/> or <see cref="GoogleFault.Transient"/>.
    /// </summary>
    /// <param name="account">Whose token.</param>
    /// <param name="rejected">A token that Google has just refused (401), so that the same one is not given again.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<string> GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken);
}
