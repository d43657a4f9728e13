using System.Globalization;
using System.Text.RegularExpressions;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>"This and following", as Google's pages do it (section 3.7).</summary>
internal static partial class SeriesSplit
{
    public static StoredEvent Split(World world, StoredEvent series, EventTime from, Account actor)
    {
        if (series.State.Recurrence is not [var rule] || !rule.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase))
        {
            throw GoogleErrors.NotEmulated("splitting a series that has more than one rule").Thrown();
        }

        DateTimeZone zone = series.Calendar.Zone;
        if (from.SameMoment(series.State.Start) || !SeriesExpansion.Has(series.State, zone, from))
        {
            throw GoogleErrors.NotEmulated("splitting a series at its start, or where it has no instance").Thrown();
        }

        // A number of occurrences is shared out between the two.
        string following = rule;
        if (Counted().Match(rule) is { Success: true } count)
        {
            int before = SeriesExpansion.Slots(series.State, zone, min: null, from.InstantIn(zone), int.MaxValue).Count(s => IsBefore(s, from));
            int left = int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture) - before;
            following = Counted().Replace(rule, string.Create(CultureInfo.InvariantCulture, $"COUNT={left}"));
        }

        string kept = string.Join(
            ';',
            rule.Split(';').Where(static p => !p.StartsWith("UNTIL=", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("COUNT=", StringComparison.OrdinalIgnoreCase)));
        string until = from.Date is { } date
            ? LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(date.PlusDays(-1))
            : InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(from.Instant!.Value - Duration.FromSeconds(1));
        EventState rest = InstanceState.At(series.State, from, series.Calendar.Zone) with { Recurrence = [following], Sequence = 0 };
        world.Commit(series, series.State with { Recurrence = [$"{kept};UNTIL={until}"], Sequence = series.State.Sequence + 1 });
        foreach (StoredEvent exception in series.Calendar.ExceptionsOf(series.Id).Where(e => !e.State.IsCancelled && !IsBefore(e.OriginalStart!, from)))
        {
            world.Commit(exception, exception.State with { Status = "cancelled" });
        }

        string id = world.NewEventId();
        StoredEvent next = world.Place(series.Calendar, id, EventWriter.DefaultUid(id), rest);
        EventWriter.SetReminders(next, actor, rest, ReminderRules.Of(series, actor));
        world.Commit(next, rest);
        return next;
    }

    [GeneratedRegex("COUNT=([0-9]+)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Counted();

    private static bool IsBefore(EventTime slot, EventTime from) => slot.Date is { } date ? date < from.Date : slot.Instant < from.Instant;
}
