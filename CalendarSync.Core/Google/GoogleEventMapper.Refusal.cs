using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Google;

internal static partial class GoogleEventMapper
{
    private const int MostReminders = 5;
    private const int LastYear = 9998;

    private static readonly string[] RecurrencePrefixes = ["RRULE:", "EXRULE:", "RDATE:", "RDATE;", "EXDATE:", "EXDATE;"];

    /// <summary>What Google would answer 400 to, found before the call is made.</summary>
    /// <param name="fields">What would be written.</param>
    /// <param name="written">Which of the fields; those that stay as Google has them are Google's business.</param>
    /// <param name="context">The calendar's and the series' part.</param>
    /// <param name="stored">What Google has now, if anything: a zone that came from there may go back.</param>
    /// <returns>Null where nothing is wrong; else a code that names the rule and nothing of the event.</returns>
    public static string? Refusal(EventFields fields, EventField written, WriteContext context, EventFields? stored = null)
    {
        if (Writes(EventField.Times) && TimesRefusal(fields.Times, stored?.Times) is { } times)
        {
            return times;
        }

        if (Writes(EventField.Recurrence) && fields.Recurrence is { } recurrence)
        {
            if (context.RecurringEventId is not null)
            {
                return "recurrenceInException";
            }

            if (!recurrence.Lines.All(IsRecurrenceLine))
            {
                return "illegalRecurrence";
            }
        }

        if (Writes(EventField.Reminders) && (fields.Reminders ?? context.DefaultReminders) is { Overrides.Count: > MostReminders })
        {
            return "tooManyReminders";
        }

        if (Writes(EventField.Color) && fields.Color is { } color && !EventColors.IsHex(color))
        {
            return "illegalColor";
        }

        if (Writes(EventField.Visibility) && fields.Visibility is not (null or "public" or "private" or "confidential"))
        {
            return "unknownVisibility";
        }

        return Writes(EventField.Transparency) && fields.Transparency is not (null or "transparent") ? "unknownTransparency" : null;

        bool Writes(EventField field) => (written & field) != EventField.None;
    }

    private static string? TimesRefusal(EventTimes? times, EventTimes? stored)
    {
        switch (times)
        {
            case null:
                return "noTimes";
            case { StartDate: { } first, EndDate: { } end }:
                return !InRange(first.Year, end.Year) ? "timesOutOfRange" : EmptyUnless(end > first);
            case { StartAt: { } startAt, EndAt: { } endAt }:
                if (!InRange(startAt.Year, endAt.Year))
                {
                    return "timesOutOfRange";
                }

                if (times.TimeZone is { } zone && ZoneNames.Iana(zone) is null && !string.Equals(zone, stored?.TimeZone, StringComparison.Ordinal))
                {
                    return "unknownTimeZone";
                }

                // Google keeps whole seconds: less than one is nothing.
                return EmptyUnless(WireTimes.WholeSeconds(endAt) > WireTimes.WholeSeconds(startAt));
            default:
                return "noTimes";
        }
    }

    // PostgreSQL's infinity arrives here as the first or the last instant that .NET has.
    private static bool InRange(int firstYear, int lastYear) => firstYear > 1 && lastYear <= LastYear;

    private static string? EmptyUnless(bool positive) => positive ? null : "timeRangeEmpty";

    private static bool IsRecurrenceLine(string line) =>
        Array.Exists(RecurrencePrefixes, prefix => line.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) && !line.AsSpan().ContainsAny('\r', '\n');
}
