using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Notifications;

/// <summary>What the sender says to the log: row ids, kinds and codes of ours.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(4001, LogLevel.Warning, "Notification {Id} ({Kind}): put off until {At:O}, {Reason}")]
    public static partial void PutOff(this ILogger logger, long id, string kind, DateTimeOffset at, string reason);

    [LoggerMessage(4002, LogLevel.Error, "Notification {Id} ({Kind}): refused for good, {Reason}")]
    public static partial void Refused(this ILogger logger, long id, string kind, string reason);

    [LoggerMessage(4003, LogLevel.Error, "Notifications: the database does not answer; the next timer sends them")]
    public static partial void OutboxAway(this ILogger logger, Exception exception);
}
