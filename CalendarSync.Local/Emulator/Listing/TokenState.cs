namespace CalendarSync.Local.Emulator.Listing;

/// <summary>What a sync token or page token carries.</summary>
/// <param name="IsPage">A page token; else a sync token.</param>
/// <param name="Since">Change number after which the delta begins; -1 in a page of a full listing.</param>
/// <param name="Until">Change number up to which this listing goes, and where the next delta begins.</param>
/// <param name="Cursor">Place in the listing order after which the next page begins.</param>
/// <param name="Generation">Of the calendar (or list) when it was issued; a raised generation kills it.</param>
/// <param name="Owner">Hash of user and collection.</param>
/// <param name="Parameters">Hash of the parameters that must stay the same.</param>
/// <param name="IssuedMs">Server clock.</param>
internal sealed record TokenState(bool IsPage, long Since, long Until, ulong Cursor, int Generation, uint Owner, uint Parameters, long IssuedMs);
