namespace CalendarSync.Core.Google;

/// <summary>How the client calls Google.</summary>
/// <param name="BaseUri">Ends in <c>/calendar/v3</c>, without a slash behind it.</param>
internal sealed record GoogleClientOptions(Uri BaseUri)
{
    /// <summary>Google's largest page of events. Fewer may come.</summary>
    public int PageSize { get; init; } = 2500;

    /// <summary>For everything but pages. Leases last a minute at most: a call has to end before.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>For one page of a listing, read to its end.</summary>
    public TimeSpan PageTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Decompressed bytes of a page.</summary>
    public int LargestPage { get; init; } = 64 * 1024 * 1024;

    /// <summary>Decompressed bytes of every other answer.</summary>
    public int LargestAnswer { get; init; } = 4 * 1024 * 1024;
}
