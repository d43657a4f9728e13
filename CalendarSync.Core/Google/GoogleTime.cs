namespace CalendarSync.Core.Google;

/// <summary>A start or an end on the wire: a day, or an instant with an optional zone.</summary>
internal sealed record GoogleTime(string? Date, string? DateTime, string? TimeZone);
