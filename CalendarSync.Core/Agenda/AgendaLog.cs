using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Agenda;

/// <summary>What could not be shown in full, by row ids.</summary>
internal static partial class AgendaLog
{
    [LoggerMessage(1301, LogLevel.Warning, "Event {EventId}: the series cannot be expanded, {Fault}; only its first occurrence is known")]
    public static partial void SeriesUnreadable(this ILogger logger, Guid eventId, string fault);

    [LoggerMessage(1302, LogLevel.Warning, "Event {EventId}: the series was not expanded to its end on this day ({End})")]
    public static partial void SeriesCutShort(this ILogger logger, Guid eventId, Recurrence.ExpansionEnd end);

    [LoggerMessage(1303, LogLevel.Warning, "Company {CompanyId}: {Count} more series could not be expanded in full")]
    public static partial void MoreSeriesCutShort(this ILogger logger, Guid companyId, int count);
}
