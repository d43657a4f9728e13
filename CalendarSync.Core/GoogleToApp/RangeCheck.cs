using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Recurrence;
using NodaTime;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>
/// Whether an event is in the configured sync range, as Google's listing would say: what is not, and is no row yet, does not become one. A series is in it
/// when one of its occurrences is.
/// </summary>
internal sealed class RangeCheck
{
    private const int Steps = 200_000;

    private readonly Instant _from;
    private readonly Instant _to;
    private readonly DateTimeZone _zone;

    /// <param name="policy">How far the range goes.</param>
    /// <param name="now">From when on, UTC.</param>
    /// <param name="zone">The calendar's: whole days begin and end by it.</param>
    public RangeCheck(SyncPolicy policy, DateTimeOffset now, string? zone)
    {
        IsBounded = policy.Past is not null || policy.Future is not null;
        _from = policy.Past is { } past ? Instant.FromDateTimeOffset(now - past) : Instant.MinValue;
        _to = policy.Future is { } future ? Instant.FromDateTimeOffset(now + future) : Instant.MaxValue;
        _zone = ZoneNames.Rules(zone) ?? DateTimeZone.Utc;
    }

    public bool IsBounded { get; }

    /// <summary>What stands in the place of an occurrence that is in the range is in it too, wherever it was moved: else the occurrence would be shown where it was.</summary>
    public bool Holds(GoogleEvent item) =>
        !IsBounded
        || (item.RecurringEventId is not null && GoogleEventMapper.SlotOf(item) is { } slot && Holds(slot))
        || (!item.IsCancelled && (GoogleEventMapper.ToFields(item) is not { Times: { } times } fields || Holds(times, fields.Recurrence?.Lines)));

    public bool Holds(EventTimes times, IReadOnlyCollection<string>? lines)
    {
        SeriesTimes walked = times.AllDay
            ? SeriesTimes.Days(LocalDate.FromDateOnly(times.StartDate!.Value), LocalDate.FromDateOnly(times.EndDate!.Value))
            : SeriesTimes.Timed(Instant.FromDateTimeOffset(times.StartAt!.Value), Instant.FromDateTimeOffset(times.EndAt!.Value), ZoneNames.Rules(times.TimeZone) ?? _zone);
        if (!Series.Read(walked, lines ?? []).IsRead(out Series? series, out _))
        {
            return true;
        }

        (Instant from, Instant to) = times.AllDay ? (Days(_from), Days(_to)) : (_from, _to);
        Expansion expansion = series.Expand(from, to, 1, new ExpansionBudget(Steps, CancellationToken.None));
        // What nobody can tell is let in: a row too many harms less than one that is missing.
        return expansion.Occurrences.Count > 0 || expansion.End is not ExpansionEnd.Complete;
    }

    private bool Holds(OriginalSlot slot)
    {
        Instant at = slot.Day is { } day ? _zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant() : Instant.FromDateTimeOffset(slot.At!.Value);
        return at >= _from && at < _to;
    }

    /// <summary>The expander counts whole days as those of UTC.</summary>
    private Instant Days(Instant bound) =>
        bound == Instant.MinValue || bound == Instant.MaxValue ? bound : bound.InZone(_zone).LocalDateTime.InUtc().ToInstant();
}
