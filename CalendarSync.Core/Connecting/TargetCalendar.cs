namespace CalendarSync.Core.Connecting;

/// <summary>A calendar to connect.</summary>
/// <param name="CalendarId">Google's id, resolved. An address: never in a log.</param>
internal sealed record TargetCalendar(string CalendarId, string? Name, string? Role, string? Color, string? TimeZone, string? AccessRole, string? GoogleColor);
