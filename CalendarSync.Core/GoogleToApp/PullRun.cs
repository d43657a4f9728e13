using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>One worker's turn at pulling one calendar.</summary>
/// <param name="RunId">In the journal.</param>
/// <param name="LeaseToken">The fence: every page is saved only while it holds.</param>
/// <param name="Calendar">The calendar as it stood when the turn, or its listing, began.</param>
/// <param name="Context">What events take from the calendar.</param>
internal sealed record PullRun(Guid RunId, Guid LeaseToken, Connection Calendar, WriteContext Context)
{
    public bool IsFullListing => Calendar.ListingId is not null;
}
