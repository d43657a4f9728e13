namespace CalendarSync.Core.GoogleToApp;

/// <summary>What became of a calendar's push channel.</summary>
public enum ChannelOutcome
{
    /// <summary>A channel is open: changes are heard of within seconds.</summary>
    Watching,

    /// <summary>There is no channel and there will be none until something is changed; the timers poll.</summary>
    PollingOnly,

    /// <summary>There is no channel any more; the timers poll.</summary>
    Stopped,

    /// <summary>It did not work this time; the timers poll, and renewal tries again.</summary>
    Failed,

    /// <summary>There is no such connection in use.</summary>
    NotConnected,
}
