using CalendarSync.Core.Recurrence;

using Microsoft.Extensions.Logging;

using NodaTime;

namespace CalendarSync.Core.Agenda;

/// <summary>
/// Expands the series of one company on one day, all of them on one budget: rules that somebody made to keep the machine busy take from
/// each other, and not from other requests.
/// </summary>
internal sealed class SeriesOfDay(DayWindow day, Guid companyId, ILogger logger, CancellationToken cancellationToken)
{
    private const int MostOfOne = 1_440;

    private const int MostOfAll = 50_000;

    private const int StepsForOne = 200_000;

    private const int WarningsAtMost = 10;

    private int _steps = 10_000_000;
    private int _occurrences;
    private int _warnings;

    public IEnumerable<(AgendaRow Row, Occurrence Occurrence)> Expand(IEnumerable<AgendaRow> rows)
    {
        foreach (AgendaRow row in rows)
        {
            foreach (Occurrence occurrence in Expand(row))
            {
                _occurrences++;
                yield return (row, occurrence);
            }
        }

        if (_warnings > WarningsAtMost)
        {
            logger.MoreSeriesCutShort(companyId, _warnings - WarningsAtMost);
        }
    }

    private IReadOnlyList<Occurrence> Expand(AgendaRow row)
    {
        if (row.Times() is not { } times)
        {
            return [];
        }

        if (!Series.Read(times, row.Recurrence!).IsRead(out Series? series, out string? fault))
        {
            if (_warnings++ < WarningsAtMost)
            {
                logger.SeriesUnreadable(row.Id, fault);
            }

            series = Series.Single(times);
        }

        // The days of an all-day series are the same everywhere: they are compared with the day itself, not with its moments.
        Instant from = times.AllDay ? day.Day.AtMidnight().InUtc().ToInstant() : day.From;
        Instant to = times.AllDay ? from + Duration.FromDays(1) : day.To;
        int steps = Math.Min(StepsForOne, _steps);
        var budget = new ExpansionBudget(steps, cancellationToken);
        Expansion expansion = series.Expand(from, to, Math.Min(MostOfOne, MostOfAll - _occurrences), budget);
        _steps -= steps - budget.Left;
        if (expansion.End != ExpansionEnd.Complete && _warnings++ < WarningsAtMost)
        {
            logger.SeriesCutShort(row.Id, expansion.End);
        }

        return expansion.Occurrences;
    }
}
