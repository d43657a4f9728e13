namespace CalendarSync.Core.Google;

/// <summary>One reminder on the wire.</summary>
internal sealed record GoogleReminder(string? Method, int? Minutes);
