using CalendarSync.Core.Google;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What the way from Google says to the log: connection ids, statuses and codes, never a calendar's address.</summary>
internal static partial class PullLog
{
    [LoggerMessage(2001, LogLevel.Warning, "Connection {ConnectionId}: the lease was lost; whoever has it now goes on")]
    public static partial void PullLeaseLost(this ILogger logger, Guid connectionId);

    [LoggerMessage(2002, LogLevel.Warning, "Connection {ConnectionId}: Google answered {Status} {Reason} ({Fault})")]
    public static partial void PullFailed(this ILogger logger, Guid connectionId, int status, string reason, GoogleFault fault);

    [LoggerMessage(2003, LogLevel.Information, "Connection {ConnectionId}: full listing, because Google answered {Status} {Reason}")]
    public static partial void FullListingRequired(this ILogger logger, Guid connectionId, int status, string reason);

    [LoggerMessage(2004, LogLevel.Error, "Connection {ConnectionId}: the pull broke off")]
    public static partial void PullBroke(this ILogger logger, Exception exception, Guid connectionId);
}
