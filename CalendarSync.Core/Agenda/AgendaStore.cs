using CalendarSync.Core.Storage;

using Dapper;

using NodaTime;

using Npgsql;

namespace CalendarSync.Core.Agenda;

/// <summary>Reads what may take place on a day.</summary>
internal sealed class AgendaStore(Database database)
{
    // Exceptions stand beside their series with times of their own; those of a series that was deleted go with it.
    // Of a private event of somebody else only the time is told, as Google does it.
    private const string EventsOfDay = """
        SELECT e.id, e.role, e.all_day, e.start_at, e.end_at, e.start_date, e.end_date, e.time_zone, e.recurrence, c.time_zone AS calendar_time_zone,
               CASE WHEN e.visibility IN ('private', 'confidential') AND e.user_id IS DISTINCT FROM @userId THEN NULL ELSE e.title END AS title,
               CASE WHEN e.visibility IN ('private', 'confidential') AND e.user_id IS DISTINCT FROM @userId THEN NULL ELSE e.location END AS location
          FROM events e
          LEFT JOIN google_calendar_connections c ON c.calendar_id = e.google_calendar_id AND c.company_id = e.company_id
         WHERE e.company_id = @companyId AND e.deleted_at IS NULL AND e.status IS DISTINCT FROM 'cancelled'
           AND (@role::text IS NULL OR e.role = @role)
           AND CASE WHEN e.all_day THEN e.start_date <= @day AND (e.end_date > @day OR cardinality(e.recurrence) > 0)
                    ELSE e.start_at < @to AND (e.end_at > @from OR (e.end_at = e.start_at AND e.start_at = @from) OR cardinality(e.recurrence) > 0) END
           AND NOT EXISTS (SELECT FROM events s WHERE s.id = e.series_id AND s.deleted_at IS NOT NULL)
        """;

    private const string TakenSlots = """
        SELECT x.series_id, x.original_start_at, x.original_start_date
          FROM unnest(@series::uuid[], @starts::timestamptz[]) AS o(series_id, start_at)
          JOIN events x ON x.series_id = o.series_id
                       AND (x.original_start_at = o.start_at OR x.original_start_date = (o.start_at AT TIME ZONE 'UTC')::date)
         WHERE x.company_id = @companyId
        """;

    /// <summary>Events that overlap the day, and every series that has begun by then.</summary>
    public async Task<IReadOnlyList<AgendaRow>> LoadAsync(Guid companyId, Guid userId, string? role, DayWindow day, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        var parameters = new
        {
            companyId, userId, role, day = day.Day.ToDateOnly(), from = day.From.ToDateTimeOffset(), to = day.To.ToDateTimeOffset(),
        };
        return [.. await connection.QueryAsync<AgendaRow>(new CommandDefinition(EventsOfDay, parameters, cancellationToken: cancellationToken))];
    }

    /// <summary>Which of these slots an exception or a hole stands for.</summary>
    public async Task<IReadOnlySet<Slot>> TakenAsync(Guid companyId, IReadOnlyCollection<Slot> slots, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await database.OpenAsync(cancellationToken);
        var parameters = new { companyId, series = slots.Select(s => s.SeriesId).ToArray(), starts = slots.Select(s => s.Start.ToDateTimeOffset()).ToArray() };
        var taken = await connection.QueryAsync<TakenRow>(new CommandDefinition(TakenSlots, parameters, cancellationToken: cancellationToken));
        return taken.Select(t => t.ToSlot()).ToHashSet();
    }

    private sealed record TakenRow
    {
        public Guid SeriesId { get; init; }

        public DateTimeOffset? OriginalStartAt { get; init; }

        public DateOnly? OriginalStartDate { get; init; }

        public Slot ToSlot() => new(
            SeriesId,
            OriginalStartDate is { } day ? LocalDate.FromDateOnly(day).AtMidnight().InUtc().ToInstant() : Instant.FromDateTimeOffset(OriginalStartAt!.Value));
    }
}
