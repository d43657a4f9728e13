using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Core.Recurrence;

/// <summary>DATE and DATE-TIME as iCalendar writes them (RFC 5545, 3.3.4 and 3.3.5).</summary>
internal static class DateTimeText
{
    private static readonly LocalDatePattern DayPattern = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private static readonly LocalDateTimePattern ClockPattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    private static readonly PeriodPattern Lengths = PeriodPattern.NormalizingIso;

    /// <returns>Null where the text is no date.</returns>
    public static LocalDate? Day(string text) => text.Length == 8 && DayPattern.Parse(text) is { Success: true } day ? day.Value : null;

    /// <returns>Null where the text is no time; else the clock's reading, and whether it is UTC's.</returns>
    public static (LocalDateTime Clock, bool IsUtc)? Time(string text)
    {
        bool isUtc = text.Length == 16 && text[15] is 'Z' or 'z';
        if (text.Length != 15 && !isUtc)
        {
            return null;
        }

        // A leap second is the second before it (3.3.12).
        string whole = string.Equals(text[13..15], "60", StringComparison.Ordinal) ? text[..13] + "59" : text[..15];
        return ClockPattern.Parse(whole.ToUpperInvariant()) is { Success: true } time ? (time.Value, isUtc) : null;
    }

    public static Until? Until(string text)
    {
        if (Day(text) is { } day)
        {
            return new Until(day.At(new LocalTime(23, 59, 59)), IsUtc: false);
        }

        return Time(text) is { } time ? new Until(time.Clock, time.IsUtc) : null;
    }

    /// <summary>A DURATION (3.3.6): days are nominal there, and a series' zone is not known here, so they count 24 hours.</summary>
    /// <returns>Null where the text is no positive duration.</returns>
    public static Duration? Length(string text)
    {
        if (Lengths.Parse(text.ToUpperInvariant().TrimStart('+')) is not { Success: true, Value: { Years: 0, Months: 0 } period })
        {
            return null;
        }

        Duration length = period.ToDuration();
        return length >= Duration.Zero ? length : null;
    }
}
