using System.Text.Json.Nodes;

namespace CalendarSync.Local.Demo;

/// <summary>One thing that happened.</summary>
/// <param name="Number">Counts from 1, without gaps.</param>
/// <param name="At">When it was told, UTC.</param>
/// <param name="Kind"><c>row</c>, <c>queue</c>, <c>decision</c>, <c>conflict</c>, <c>connection</c>, <c>pause</c>, <c>call</c>, <c>webhook</c>, <c>function</c>, <c>worker</c>, <c>trouble</c> or <c>note</c>.</param>
/// <param name="Data">What there is to know of it: ids, numbers and codes, never titles.</param>
internal sealed record FeedEntry(long Number, DateTimeOffset At, string Kind, JsonObject Data);
