namespace CalendarSync.Core.Storage;

/// <summary>How much a sweep would delete.</summary>
/// <param name="Unseen">Rows that the listing did not show.</param>
/// <param name="Linked">Live rows of the calendar, those included.</param>
internal sealed record SweepSize(long Unseen, long Linked);
