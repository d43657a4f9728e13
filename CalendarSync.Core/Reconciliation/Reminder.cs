namespace CalendarSync.Core.Reconciliation;

/// <summary>One reminder.</summary>
/// <param name="Method"><c>popup</c> or <c>email</c>.</param>
/// <param name="Minutes">Minutes before the start.</param>
internal sealed record Reminder(string Method, int Minutes);
