namespace CalendarSync.Core.Notifications;

/// <summary>What became of a message.</summary>
internal enum TelegramOutcome
{
    Sent,

    /// <summary>Nobody knows, or the server has trouble: once more, a little later.</summary>
    TryAgain,

    /// <summary>Too many messages: nothing to this chat before the time that Telegram names.</summary>
    Wait,

    /// <summary>The bot's token is not accepted: nothing can be sent until somebody mends the settings.</summary>
    Unauthorised,

    /// <summary>This message will never be taken.</summary>
    Refused,
}
