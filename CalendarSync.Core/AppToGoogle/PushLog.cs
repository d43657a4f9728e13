using CalendarSync.Core.Google;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>What the way to Google says to the log: ids, statuses and codes, never what an event holds.</summary>
internal static partial class PushLog
{
    [LoggerMessage(1001, LogLevel.Warning, "Event {EventId} cannot be sent as it is: {Reason}")]
    public static partial void ChangeRefused(this ILogger logger, Guid eventId, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The lease of event {EventId} was lost; whoever has it now goes on")]
    public static partial void LeaseLost(this ILogger logger, Guid eventId);

    [LoggerMessage(1003, LogLevel.Warning, "Event {EventId}: Google answered {Status} {Reason} ({Fault})")]
    public static partial void CallFailed(this ILogger logger, Guid eventId, int status, string reason, GoogleFault fault);

    [LoggerMessage(1004, LogLevel.Error, "Event {EventId} failed")]
    public static partial void ChangeFailed(this ILogger logger, Exception exception, Guid eventId);

    [LoggerMessage(1005, LogLevel.Error, "Connection {ConnectionId}: sending its changes failed")]
    public static partial void CalendarFailed(this ILogger logger, Exception exception, Guid connectionId);

    [LoggerMessage(1006, LogLevel.Information, "Sent changes of {Connections} calendars: {Created} created, {Updated} updated, {Deleted} deleted, {Conflicts} conflicts, {Errors} errors")]
    public static partial void Sent(this ILogger logger, int connections, int created, int updated, int deleted, int conflicts, int errors);
}
