using System.Globalization;

namespace CalendarSync.Local.Page;

/// <summary>What somebody changes of an event: null leaves a field as it is, an empty text clears it. The three about time go together.</summary>
internal sealed record EventEdit(string? Title = null, string? Location = null, bool? AllDay = null, string? Start = null, string? End = null, Repeat? Repeat = null)
{
    private const int LongestText = 1000;
    private const string Day = "yyyy-MM-dd";
    private const string Minute = "yyyy-MM-dd'T'HH:mm";

    public bool Moves => Start is not null;

    /// <summary>Why it cannot be done; null where it can.</summary>
    public string? Fault(bool isNew)
    {
        if (Title?.Length > LongestText || Location?.Length > LongestText)
        {
            return $"A text may have {LongestText} characters.";
        }

        if (Repeat is Page.Repeat.Other)
        {
            return "repeat is never, daily or weekly.";
        }

        if (AllDay is null && Start is null && End is null)
        {
            return isNew ? "all_day, start and end are needed." : null;
        }

        return AllDay is { } allDay && Read(Start, allDay) is { } start && Read(End, allDay) is { } end && end > start
            ? null
            : "all_day, start and end go together, as 2026-02-17T14:00 or 2026-02-17, and the end comes after the start.";
    }

    private static DateTime? Read(string? text, bool allDay) =>
        DateTime.TryParseExact(text, allDay ? Day : Minute, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time) ? time : null;
}
