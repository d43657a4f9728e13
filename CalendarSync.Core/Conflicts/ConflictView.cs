using System.Text.Json;

using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Conflicts;

/// <summary>A conflict, as its company's owner sees it.</summary>
/// <param name="Id">For the resolution.</param>
/// <param name="EventId">The row in <c>events</c>; null for a held sweep, which is about a calendar.</param>
/// <param name="ConnectionId">In which calendar.</param>
/// <param name="Kind"><c>fields</c>, <c>delete</c> (one side deleted what the other edited) or <c>sweep</c>.</param>
/// <param name="Status"><c>open</c>, <c>recorded</c> or <c>resolved</c>.</param>
/// <param name="Winner">Who prevailed at once; null while nobody did.</param>
/// <param name="Fields">The fields that differ.</param>
/// <param name="App">The application's values; null where it deleted the event.</param>
/// <param name="Google">Google's values; null where Google deleted the event.</param>
/// <param name="Choice">What a person chose: <c>app</c>, <c>google</c> or <c>fields</c>; <c>none</c> where the sides came to agree by themselves.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC; an edit meanwhile changes the question.</param>
/// <param name="ResolvedAt">UTC.</param>
/// <param name="Title">The event's, as the application has it now; null where it has none, or no row.</param>
public sealed record ConflictView(
    Guid Id,
    Guid? EventId,
    Guid? ConnectionId,
    string Kind,
    string Status,
    string? Winner,
    IReadOnlyList<string> Fields,
    JsonElement? App,
    JsonElement? Google,
    string? Choice,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    string? Title)
{
    internal static ConflictView Of(ConflictRow row) => new(
        row.Id, row.EventId, row.ConnectionId, row.Kind, row.Status, row.Winner, row.Fields, StorageJson.Element(row.App), StorageJson.Element(row.Google), row.Choice, row.CreatedAt,
        row.UpdatedAt, row.ResolvedAt, row.Title);
}
