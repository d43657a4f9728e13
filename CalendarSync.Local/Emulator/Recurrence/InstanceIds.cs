using System.Globalization;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary><c>&lt;series&gt;_&lt;original start in UTC&gt;</c>, or with a date for all-day series.</summary>
internal static class InstanceIds
{
    public static string Of(string seriesId, EventTime originalStart) => originalStart.Date is { } date
        ? $"{seriesId}_{date.ToString("uuuuMMdd", CultureInfo.InvariantCulture)}"
        : $"{seriesId}_{InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(originalStart.Instant!.Value)}";

    /// <summary>The series and the slot that an instance id names; null when it is not one.</summary>
    public static (string SeriesId, EventTime Slot)? Parse(string id)
    {
        int underscore = id.LastIndexOf('_');
        if (underscore <= 0)
        {
            return null;
        }

        string suffix = id[(underscore + 1)..];
        ParseResult<LocalDate> date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Parse(suffix);
        if (date.Success)
        {
            return (id[..underscore], new EventTime(date.Value, Instant: null, TimeZone: null));
        }

        ParseResult<Instant> instant = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Parse(suffix);
        return instant.Success ? (id[..underscore], new EventTime(Date: null, instant.Value, TimeZone: null)) : null;
    }
}
