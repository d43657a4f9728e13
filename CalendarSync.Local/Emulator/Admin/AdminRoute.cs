using System.Text.Json.Nodes;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>One operation of the admin API.</summary>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">Below <c>/emulator/</c>.</param>
/// <param name="Fields">Names the body may have, others are refused; null: the body is an event and may have any.</param>
/// <param name="Handle">Its result is the answer; null: 204.</param>
internal sealed record AdminRoute(string Verb, string Path, IReadOnlyList<string>? Fields, Func<AdminCall, ValueTask<JsonNode?>> Handle)
{
    public static AdminRoute Ask(string verb, string path, IReadOnlyList<string>? fields, Func<AdminCall, JsonNode?> handle) =>
        new(verb, path, fields, call => ValueTask.FromResult(handle(call)));

    public static AdminRoute Tell(string verb, string path, IReadOnlyList<string>? fields, Action<AdminCall> handle) => new(verb, path, fields, call =>
    {
        handle(call);
        return ValueTask.FromResult<JsonNode?>(null);
    });
}
