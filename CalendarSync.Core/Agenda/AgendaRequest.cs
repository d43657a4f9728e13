namespace CalendarSync.Core.Agenda;

/// <summary>What was asked, as it came.</summary>
/// <param name="CompanyId">A uuid.</param>
/// <param name="Role">Only events of this role; null or empty: of all.</param>
/// <param name="Date"><c>yyyy-MM-dd</c>; null or empty: today in the zone.</param>
/// <param name="TimeZone">Whose day it is, IANA; null or empty: <c>NOTIFICATION_TIME_ZONE</c>.</param>
public sealed record AgendaRequest(string? CompanyId, string? Role = null, string? Date = null, string? TimeZone = null);
