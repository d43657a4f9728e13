namespace CalendarSync.Core.Google;

/// <summary>A calendar that the account sees.</summary>
internal sealed record CalendarListEntry(
    string Id, string? Summary, string? TimeZone, string? AccessRole, bool Primary, bool Deleted, string? BackgroundColor);
