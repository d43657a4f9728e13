using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>"This and following", as Google's pages do it (section 3.7).</summary>
internal static class SeriesSplit
{
    public static StoredEvent Split(World world, StoredEvent series, EventTime from, Account actor)
    {
        if (series.State.Recurrence is not [var rule] || !rule.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase) || rule.Contains("COUNT=", StringComparison.OrdinalIgnoreCase))
        {
            throw GoogleErrors.NotEmulated("splitting a series that has more than one rule without COUNT").Thrown();
        }

        string kept = string.Join(';', rule.Split(';').Where(static p => !p.StartsWith("UNTIL=", StringComparison.OrdinalIgnoreCase)));
        string until = from.Date is { } date
            ? LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(date.PlusDays(-1))
            : InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'").Format(from.Instant!.Value - Duration.FromSeconds(1));
        EventState rest = InstanceState.At(series.State, from, series.Calendar.Zone) with { Recurrence = [rule], Sequence = 0 };
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

    private static bool IsBefore(EventTime slot, EventTime from) => slot.Date is { } date ? date < from.Date : slot.Instant < from.Instant;
}
