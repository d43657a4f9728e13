using System.Globalization;
using CalendarSync.Core.Recurrence;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>
/// "This and following", as Google's pages do it (section 3.7): which lines stay with a series, and which go to the one that begins at the cut. Rules
/// go over as they are written, and are read from the new start.
/// </summary>
internal sealed class SeriesSplit
{
    private readonly EventState _series;
    private readonly EventState _following;
    private readonly DateTimeZone _calendarZone;
    private readonly SeriesTimes _times;
    private readonly Instant _cut;

    private SeriesSplit(EventState series, EventTime slot, DateTimeZone calendarZone)
    {
        _series = series;
        _following = InstanceState.At(series, slot with { TimeZone = series.Start!.TimeZone }, calendarZone) with { Sequence = 0 };
        _calendarZone = calendarZone;
        _times = SeriesExpansion.TimesOf(series, calendarZone);
        _cut = SeriesExpansion.MomentOf(slot);
    }

    /// <summary>What is left of the series, and the series that follows it. A part that has no line left is a single event.</summary>
    public static (EventState Kept, EventState Following) At(EventState series, EventTime slot, DateTimeZone calendarZone)
    {
        SeriesSplit split = new(series, slot, calendarZone);
        List<string> kept = [];
        List<string> following = [];
        foreach (string line in series.Recurrence)
        {
            ContentLine content = ContentLine.Parse(line)!;
            (string? before, string? after) = content.Name is "RRULE" or "EXRULE" ? split.Rule(line, content) : split.Listed(line, content);
            kept.AddRange(before is null ? [] : [before]);
            following.AddRange(after is null ? [] : [after]);
        }

        return (series with { Recurrence = kept, Sequence = series.Sequence + 1 }, split._following with { Recurrence = following });
    }

    private (string Kept, string? Following) Rule(string line, ContentLine content)
    {
        string[] parts = content.Value.Split(';');
        if (Array.Find(parts, IsUntil) is { } end && DateTimeText.Until(Value(end))!.Excludes(_cut.InZone(_times.Zone).LocalDateTime, _cut))
        {
            return (line, null);
        }

        string[] following = parts;
        if (Array.Find(parts, IsCount) is { } count)
        {
            int left = int.Parse(Value(count), CultureInfo.InvariantCulture) - MadeBefore(line);
            if (left <= 0)
            {
                return (line, null);
            }

            // A start that its own rule does not make counts as one of its occurrences.
            left += MakesTheCut(string.Join(';', parts.Where(static p => !IsCount(p)))) ? 0 : 1;
            following = [.. parts.Select(p => IsCount(p) ? $"COUNT={left.ToString(CultureInfo.InvariantCulture)}" : p)];
        }

        string until = _series.Start!.IsAllDay
            ? LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(_cut.InUtc().Date.PlusDays(-1))
            : InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(_cut - Duration.FromSeconds(1));
        string[] kept = [.. parts.Where(static p => !IsCount(p) && !IsUntil(p)), $"UNTIL={until}"];
        return ($"{content.Name}:{string.Join(';', kept)}", $"{content.Name}:{string.Join(';', following)}");
    }

    /// <summary>RDATE and EXDATE: each date goes to its side; the cut itself is the new start.</summary>
    private (string? Kept, string? Following) Listed(string line, ContentLine content)
    {
        string head = line[..^content.Value.Length];
        ILookup<int, string> sides = content.Value.Split(',').ToLookup(value => MomentOf(head + value).CompareTo(_cut));
        return (Line(-1), Line(1));

        string? Line(int side) => sides[side].Any() ? head + string.Join(',', sides[side]) : null;
    }

    private Instant MomentOf(string line) => SetParser.Parse([line]).IsRead(out RecurrenceSet? set, out _) ? set.Dates.Concat(set.ExcludedDates).Single().SlotIn(_times) : Instant.MinValue;

    private int MadeBefore(string line) =>
        SeriesExpansion.Slots(_series with { Recurrence = [line] }, _calendarZone, min: null, _following.Start!.InstantIn(_calendarZone), int.MaxValue)
            .Count(slot => SeriesExpansion.MomentOf(slot) < _cut);

    private bool MakesTheCut(string rule)
    {
        RuleParser.Parse(rule).IsRead(out RecurrenceRule? read, out _);
        LocalDateTime start = _cut.InZone(_times.Zone).LocalDateTime;
        return RuleWalk.Of(read!, start).Between(start, start, new ExpansionBudget(ExpansionBudget.Ample, CancellationToken.None)).Any();
    }

    private static bool IsCount(string part) => part.StartsWith("COUNT=", StringComparison.OrdinalIgnoreCase);

    private static bool IsUntil(string part) => part.StartsWith("UNTIL=", StringComparison.OrdinalIgnoreCase);

    private static string Value(string part) => part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..];
}
