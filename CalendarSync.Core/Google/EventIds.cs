using System.Globalization;

namespace CalendarSync.Core.Google;

/// <summary>
/// Ids of events, in Google's alphabet (<c>a</c>-<c>v</c> and digits, 5 to 1024 of them). A row's id gives its event's id, so that an insert whose
/// answer was lost can be sent again without doubling the event.
/// </summary>
internal static class EventIds
{
    private const int RowIdLength = 32;
    private const char GenerationMark = 'g';
    private const string InstantFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string DayFormat = "yyyyMMdd";

    /// <summary>The id under which a row goes to Google.</summary>
    /// <param name="rowId">The row's id.</param>
    /// <param name="generation">0 at first; higher where the former id can never be used again (a purged event keeps its id taken).</param>
    public static string Derive(Guid rowId, int generation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(generation);
        var id = rowId.ToString("N");
        return generation == 0 ? id : id + GenerationMark + generation.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an id is one that <see cref="Derive"/> makes. It may still be a stranger's: 32 hexadecimal digits are not rare.</summary>
    public static bool TryParse(string googleId, out Guid rowId, out int generation)
    {
        generation = 0;
        rowId = Guid.Empty;
        var derived = googleId.Length >= RowIdLength && Guid.TryParseExact(googleId.AsSpan(0, RowIdLength), "N", out rowId);
        if (derived && googleId.Length > RowIdLength)
        {
            derived = googleId[RowIdLength] == GenerationMark
                && int.TryParse(googleId.AsSpan(RowIdLength + 1), NumberStyles.None, CultureInfo.InvariantCulture, out generation);
        }

        // Upper case, leading zeros and the like would not survive the way back.
        if (derived && string.Equals(Derive(rowId, generation), googleId, StringComparison.Ordinal))
        {
            return true;
        }

        rowId = Guid.Empty;
        generation = 0;
        return false;
    }

    /// <summary>The id of one occurrence of a series; it names the slot and stays when the occurrence is moved.</summary>
    public static string Instance(string seriesId, OriginalSlot slot) =>
        slot.Day is { } day
            ? $"{seriesId}_{day.ToString(DayFormat, CultureInfo.InvariantCulture)}"
            : $"{seriesId}_{slot.At!.Value.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)}";

    /// <summary>Splits the id of an occurrence into its series and its slot.</summary>
    public static bool TryParseInstance(string googleId, out string seriesId, out OriginalSlot slot)
    {
        var at = googleId.LastIndexOf('_');
        seriesId = at > 0 ? googleId[..at] : string.Empty;
        slot = default;
        if (at <= 0)
        {
            return false;
        }

        var suffix = googleId.AsSpan(at + 1);
        if (DateOnly.TryParseExact(suffix, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            slot = OriginalSlot.Of(day);
            return true;
        }

        var isInstant = DateTimeOffset.TryParseExact(
            suffix, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant);
        slot = isInstant ? OriginalSlot.Of(instant) : default;
        return isInstant;
    }

    /// <summary>Whether Google takes the id for a new event.</summary>
    public static bool IsLegal(string id) =>
        id.Length is >= 5 and <= 1024 && id.All(c => c is (>= 'a' and <= 'v') or (>= '0' and <= '9'));
}
