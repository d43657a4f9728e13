using System.Globalization;

using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Notifications;

/// <summary>The words of the messages in one language. Emoji and layout are the composer's.</summary>
internal sealed record MessageTexts
{
    public required string EventCreated { get; init; }

    public required string EventsCreated { get; init; }

    public required string EventChanged { get; init; }

    public required string EventsChanged { get; init; }

    public required string Changes { get; init; }

    public required string Date { get; init; }

    public required string Place { get; init; }

    public required string Role { get; init; }

    public required string Calendar { get; init; }

    public required string Calendars { get; init; }

    public required string Link { get; init; }

    public required string Untitled { get; init; }

    public required string Nothing { get; init; }

    /// <summary>Between a label and what it labels.</summary>
    public required string Colon { get; init; }

    public required string Failing { get; init; }

    public required string LastError { get; init; }

    public required string CheckSettings { get; init; }

    public required string Recovered { get; init; }

    public required string NeedsReauth { get; init; }

    public required string NeedsReauthAdvice { get; init; }

    public required string DailyGood { get; init; }

    public required string DailyBad { get; init; }

    public required string Created { get; init; }

    public required string Updated { get; init; }

    public required string Deleted { get; init; }

    public required string Conflicts { get; init; }

    public required string Errors { get; init; }

    public required string Confirmed { get; init; }

    public required string Tentative { get; init; }

    public required string Busy { get; init; }

    public required string Free { get; init; }

    public required string CalendarsOwn { get; init; }

    public required string Minutes { get; init; }

    public required IReadOnlyDictionary<EventField, string> Fields { get; init; }

    public required IReadOnlyDictionary<string, string> Roles { get; init; }

    /// <summary>Hours and minutes.</summary>
    public required string TimeFormat { get; init; }

    public static MessageTexts Of(CultureInfo culture) =>
        string.Equals(culture.TwoLetterISOLanguageName, "fr", StringComparison.Ordinal) ? MessagesInFrench.Texts : MessagesInEnglish.Texts;
}
