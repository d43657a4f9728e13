using CalendarSync.Core.Google;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>What channels and their messages say to the log: ids of ours and codes. Channel ids are not secret, tokens are never here.</summary>
internal static partial class ChannelLog
{
    [LoggerMessage(3001, LogLevel.Information, "Connection {ConnectionId}: watching until {ExpiresAt:O}")]
    public static partial void ChannelOpened(this ILogger logger, Guid connectionId, DateTimeOffset expiresAt);

    [LoggerMessage(3002, LogLevel.Warning, "Connection {ConnectionId}: polling only, because Google answered {Reason}")]
    public static partial void ChannelRefused(this ILogger logger, Guid connectionId, string reason);

    [LoggerMessage(3003, LogLevel.Warning, "Connection {ConnectionId}: no channel this time, Google answered {Status} {Reason} ({Fault})")]
    public static partial void ChannelFailed(this ILogger logger, Guid connectionId, int status, string reason, GoogleFault fault);

    [LoggerMessage(3004, LogLevel.Warning, "Channel {Id}: not stopped, Google answered {Status} {Reason} ({Fault}); it ends by itself")]
    public static partial void ChannelNotStopped(this ILogger logger, Guid id, int status, string reason, GoogleFault fault);

    [LoggerMessage(3005, LogLevel.Debug, "Polling only: WEBHOOK_BASE_URL is not set")]
    public static partial void PollingOnly(this ILogger logger);

    [LoggerMessage(3101, LogLevel.Debug, "A message for no channel of ours, or an old one")]
    public static partial void MessageIgnored(this ILogger logger);

    [LoggerMessage(3102, LogLevel.Error, "A message could not be worked off; the timers will see what it was about")]
    public static partial void MessageLost(this ILogger logger, Exception exception);
}
