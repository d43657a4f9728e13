namespace CalendarSync.Core.Connecting;

/// <summary>A reminder.</summary>
/// <param name="Method"><c>popup</c> or <c>email</c>.</param>
/// <param name="Minutes">Minutes before the start.</param>
public sealed record ReminderView(string Method, int Minutes);
