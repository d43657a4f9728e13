using System.Text.Json;

namespace CalendarSync.Core.History;

/// <summary>One decision that changed or refused something, as its company's owner sees it.</summary>
/// <param name="At">UTC.</param>
/// <param name="EventId">The row in <c>events</c>; null where there is none.</param>
/// <param name="Title">The event's, as the application has it now.</param>
/// <param name="ConnectionId">In which calendar; null where it was done by hand.</param>
/// <param name="Direction"><c>app_to_google</c> or <c>google_to_app</c>.</param>
/// <param name="Decision">What was done: <c>created</c>, <c>updated</c>, <c>deleted</c>, <c>revived</c>, <c>moved</c>, <c>held</c>, <c>kept</c>, <c>linked</c>, <c>set_aside</c>, <c>resolved</c>, <c>dropped</c>, <c>undone</c>, ...</param>
/// <param name="Reason">Why: a code of <c>docs/sync-table.md</c>.</param>
/// <param name="Before">The changed fields before; null where none changed.</param>
/// <param name="After">The changed fields after; null where none changed.</param>
public sealed record HistoryView(
    DateTimeOffset At,
    Guid? EventId,
    string? Title,
    Guid? ConnectionId,
    string Direction,
    string Decision,
    string Reason,
    JsonElement? Before,
    JsonElement? After);
