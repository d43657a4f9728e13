namespace CalendarSync.Core.Connecting;

/// <summary>How an attempt to connect ended.</summary>
internal enum ConnectResult
{
    Connected,

    /// <summary>The start link is unknown, used or too old.</summary>
    LinkExpired,

    /// <summary>The state is unknown, used, too old, or of another browser.</summary>
    StateInvalid,

    /// <summary>The user said no.</summary>
    AccessDenied,

    /// <summary>Google's page ended with another error.</summary>
    ConsentFailed,

    /// <summary>Not everything was granted that is needed.</summary>
    MissingScope,

    /// <summary>Google gave no refresh token although the consent was asked for.</summary>
    NoRefreshToken,

    /// <summary>Google did not accept the code.</summary>
    CodeRefused,

    /// <summary>Client, project or API are not set up right.</summary>
    OperatorNeeded,

    /// <summary>No answer, or one that says "later".</summary>
    GoogleUnavailable,

    /// <summary>The user is no longer owner or admin.</summary>
    Forbidden,

    /// <summary>The user's connection in this company is with another Google account.</summary>
    OtherAccount,

    /// <summary>A calendar belongs to another company.</summary>
    CalendarTaken,

    /// <summary>The account sees none of the configured calendars.</summary>
    NoCalendars,
}
