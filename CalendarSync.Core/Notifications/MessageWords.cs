using System.Globalization;
using System.Text;

using CalendarSync.Core.Reconciliation;

using NodaTime;

namespace CalendarSync.Core.Notifications;

/// <summary>How values read in a message: dates in the reader's language and zone, texts cut to a readable length.</summary>
internal sealed class MessageWords(MessageTexts texts, CultureInfo culture, DateTimeZone zone)
{
    // Two values of each of ten fields fit into Telegram's 4096 characters.
    private const int LongestText = 180;

    /// <summary><c>Mardi 17 février 2026, 14h00-15h00</c>; for all-day events the day only.</summary>
    public string Moment(EventTimes? times) => times switch
    {
        { StartDate: { } first, EndDate: { } end } => end.AddDays(-1) is var last && last > first ? $"{Day(first)} - {Day(last)}" : Day(first),
        { StartAt: { } start, EndAt: { } end } => Between(Local(start), Local(end)),
        _ => texts.Nothing,
    };

    /// <summary>One line, without what cannot be seen, not longer than people read.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune))
            {
                line.Append(rune);
            }
            else if (rune.Value is '\n' or '\t' && line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        var whole = line.ToString().Trim();
        if (whole.Length <= LongestText)
        {
            return whole;
        }

        var cut = char.IsHighSurrogate(whole[LongestText - 1]) ? LongestText - 1 : LongestText;
        return string.Concat(whole.AsSpan(0, cut), "…");
    }

    public string Role(string role) => texts.Roles.GetValueOrDefault(role) ?? Capital(Line(role));

    /// <summary>A field's value.</summary>
    public string Value(EventFields fields, EventField field) => field switch
    {
        EventField.Title => Text(fields.Title, texts.Untitled),
        EventField.Times => Moment(fields.Times),
        EventField.Location => Text(fields.Location, texts.Nothing),
        EventField.Description => Text(fields.Description, texts.Nothing),
        EventField.Recurrence => Text(fields.Recurrence is { } lines ? string.Join(' ', lines.Lines) : null, texts.Nothing),
        EventField.Status => fields.Tentative ? texts.Tentative : texts.Confirmed,
        EventField.Color => Text(fields.Color, texts.CalendarsOwn),
        EventField.Visibility => Text(fields.Visibility, texts.CalendarsOwn),
        EventField.Transparency => fields.Transparency is null ? texts.Busy : texts.Free,
        EventField.Reminders => Reminders(fields.Reminders),
        _ => texts.Nothing,
    };

    public string Number(string format, int number) => string.Format(culture, format, number);

    private string Reminders(EventReminders? reminders) => reminders switch
    {
        null or { UseDefault: true } => texts.CalendarsOwn,
        { Overrides.Count: 0 } => texts.Nothing,
        _ => string.Join(", ", reminders.Overrides.Select(r => $"{r.Method} {Number(texts.Minutes, r.Minutes)}")),
    };

    private static string Text(string? text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : Line(text);

    private string Between(LocalDateTime start, LocalDateTime end) =>
        start.Date == end.Date
            ? $"{Day(start.Date.ToDateOnly())}, {Time(start)}-{Time(end)}"
            : $"{Day(start.Date.ToDateOnly())}, {Time(start)} - {Day(end.Date.ToDateOnly())}, {Time(end)}";

    private LocalDateTime Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(zone).LocalDateTime;

    private string Time(LocalDateTime at) => at.ToDateTimeUnspecified().ToString(texts.TimeFormat, culture);

    private string Day(DateOnly day)
    {
        var text = Capital(day.ToString("dddd d MMMM yyyy", culture));
        return day.Day == 1 && string.Equals(culture.TwoLetterISOLanguageName, "fr", StringComparison.Ordinal) ? text.Replace(" 1 ", " 1er ", StringComparison.Ordinal) : text;
    }

    private string Capital(string text) => text.Length == 0 ? text : string.Concat(char.ToUpper(text[0], culture).ToString(), text.AsSpan(1));
}
