namespace CalendarSync.Core.GoogleToApp;

/// <summary>What an item of a page is against what is known.</summary>
internal enum Freshness
{
    /// <summary>Our own write, or a state that we have already, or an older one.</summary>
    Known,
    New,

    /// <summary>It may be older than what we know: Google has to be asked.</summary>
    Doubtful,
}
