namespace CalendarSync.Core.Storage;

/// <summary>What a write does to a row's <c>deleted_at</c>.</summary>
internal enum Presence
{
    Keep = 0,
    Live = 1,
    Deleted = 2,
}
