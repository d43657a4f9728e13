using CalendarSync.Core.Recurrence;
using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator.Recurrence;

namespace CalendarSync.Local.Page;

/// <summary>The application: it writes SQL to its <c>events</c> table and knows nothing of Google.</summary>
internal sealed class AppSide(DemoDatabase database, DemoPeople people) : ISide
{
    /// <summary>Changes what the edit names. An occurrence does not repeat.</summary>
    public const string Update = """
        UPDATE events
           SET title = coalesce(@Title, title),
               location = coalesce(@Location, location),
               all_day = CASE WHEN @Moves THEN @AllDay ELSE all_day END,
               start_at = CASE WHEN NOT @Moves THEN start_at WHEN NOT @AllDay THEN @Start::timestamp AT TIME ZONE @TimeZone END,
               end_at = CASE WHEN NOT @Moves THEN end_at WHEN NOT @AllDay THEN @End::timestamp AT TIME ZONE @TimeZone END,
               start_date = CASE WHEN NOT @Moves THEN start_date WHEN @AllDay THEN @Start::date END,
               end_date = CASE WHEN NOT @Moves THEN end_date WHEN @AllDay THEN @End::date END,
               recurrence = CASE WHEN @Repeats THEN @Recurrence::text[] ELSE recurrence END
         WHERE id = @Id AND company_id = @CompanyId AND deleted_at IS NULL AND (series_id IS NULL OR NOT @Repeats)
        RETURNING id
        """;

    private const string Add = """
        INSERT INTO events (company_id, user_id, title, location, all_day, start_at, end_at, start_date, end_date, time_zone, recurrence)
        VALUES (@CompanyId, @OwnerId, @Title, @Location, @AllDay,
                CASE WHEN NOT @AllDay THEN @Start::timestamp AT TIME ZONE @TimeZone END, CASE WHEN NOT @AllDay THEN @End::timestamp AT TIME ZONE @TimeZone END,
                CASE WHEN @AllDay THEN @Start::date END, CASE WHEN @AllDay THEN @End::date END, @TimeZone, @Recurrence::text[])
        RETURNING id::text
        """;

    // What the edit does not name the occurrence has from its series. With the status cancelled it is a hole.
    private const string Except = """
        INSERT INTO events (company_id, user_id, title, description, location, role, color, visibility, transparency, reminders, all_day, start_at, end_at, start_date, end_date,
                            time_zone, series_id, original_start_at, original_start_date, status)
        SELECT s.company_id, s.user_id, coalesce(@Title, s.title), s.description, coalesce(@Location, s.location), s.role, s.color, s.visibility, s.transparency, s.reminders, w.all_day,
               CASE WHEN w.all_day THEN NULL WHEN @Moves THEN @Start::timestamp AT TIME ZONE @TimeZone ELSE @From::timestamptz END,
               CASE WHEN w.all_day THEN NULL WHEN @Moves THEN @End::timestamp AT TIME ZONE @TimeZone ELSE @To::timestamptz END,
               CASE WHEN NOT w.all_day THEN NULL WHEN @Moves THEN @Start::date ELSE (@From::timestamptz AT TIME ZONE 'UTC')::date END,
               CASE WHEN NOT w.all_day THEN NULL WHEN @Moves THEN @End::date ELSE (@To::timestamptz AT TIME ZONE 'UTC')::date END,
               s.time_zone, s.id, CASE WHEN NOT s.all_day THEN @From::timestamptz END, CASE WHEN s.all_day THEN (@From::timestamptz AT TIME ZONE 'UTC')::date END, @Status
          FROM events s, LATERAL (SELECT CASE WHEN @Moves THEN @AllDay ELSE s.all_day END AS all_day) w
         WHERE s.id = @Series AND s.company_id = @CompanyId AND s.deleted_at IS NULL
        RETURNING id
        """;

    private const string Remove = "UPDATE events SET deleted_at = now() WHERE id = @row AND company_id = @CompanyId AND deleted_at IS NULL RETURNING id";

    // Exceptions go with their series; holes are part of it.
    private const string List = """
        SELECT e.id AS "Id", e.google_event_id AS "GoogleId", e.title AS "Title", e.location AS "Location", e.all_day AS "AllDay", e.start_at AS "StartAt", e.end_at AS "EndAt",
               e.start_date::text AS "StartDate", e.end_date::text AS "EndDate", e.time_zone AS "TimeZone", e.recurrence AS "Recurrence", e.deleted_at IS NOT NULL AS "IsDeleted",
               CASE WHEN e.original_start_at IS NOT NULL OR e.original_start_date IS NOT NULL THEN e.series_id END AS "SeriesId",
               coalesce(to_char(e.original_start_date, 'YYYYMMDD'), to_char(e.original_start_at AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')) AS "Slot"
          FROM events e
          LEFT JOIN events s ON s.id = e.series_id
         WHERE e.company_id = @CompanyId AND s.deleted_at IS NULL AND (e.deleted_at IS NULL OR s.id IS NOT NULL)
           AND (@series::uuid IS NULL OR @series IN (e.id, e.series_id))
         ORDER BY coalesce(e.start_at, e.start_date::timestamp AT TIME ZONE @TimeZone), e.id
        """;

    /// <summary>Everything that is there, and the occurrences of series on some days.</summary>
    public async Task<IReadOnlyList<SideEvent>> ListAsync(DemoSnapshot snapshot, ShownDays days, CancellationToken cancellationToken) =>
        new AppCalendar(await snapshot.ListAsync<AppRow>(List, Listed(null), cancellationToken)).On(days);

    /// <summary>Google's id of an event that is on both sides; null of any other.</summary>
    public async Task<string?> GoogleIdAsync(string id, CancellationToken cancellationToken) => Guid.TryParse(id, out Guid row)
        ? await database.QueryAsync<string>("SELECT google_event_id FROM events WHERE id = @row AND company_id = @CompanyId AND deleted_at IS NULL", new { row, people.CompanyId }, cancellationToken)
        : null;

    public async Task<string> AddAsync(EventEdit edit, CancellationToken cancellationToken) =>
        (await database.QueryAsync<string>(
            Add,
            new
            {
                people.CompanyId, people.OwnerId, edit.Title, edit.Location, AllDay = edit.AllDay ?? false, edit.Start, edit.End, DemoPeople.TimeZone,
                Recurrence = RepeatLines.Of(edit.Repeat ?? Repeat.Never),
            },
            cancellationToken))!;

    public async Task<bool> ChangeAsync(string id, EventEdit edit, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) switch
        {
            { Row: { } row } => await database.QueryAsync<Guid?>(Update, Parameters(row, edit), cancellationToken) is not null,
            { Made: { } occurrence, Series: { } series } when edit.Repeat is null => await ExceptAsync(series, occurrence, edit, "confirmed", cancellationToken),
            _ => false,
        };

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) switch
        {
            { Row: { } row } => await database.QueryAsync<Guid?>(Remove, new { row, people.CompanyId }, cancellationToken) is not null,
            { Made: { } occurrence, Series: { } series } => await ExceptAsync(series, occurrence, new EventEdit(), "cancelled", cancellationToken),
            _ => false,
        };

    /// <summary>For <see cref="Update"/>.</summary>
    public object Parameters(Guid row, EventEdit edit) => new
    {
        Id = row, people.CompanyId, edit.Title, edit.Location, edit.Moves, AllDay = edit.AllDay ?? false, edit.Start, edit.End, DemoPeople.TimeZone,
        Repeats = edit.Repeat is not null, Recurrence = RepeatLines.Of(edit.Repeat ?? Repeat.Never),
    };

    private object Listed(Guid? series) => new { people.CompanyId, series, DemoPeople.TimeZone };

    /// <summary>What an id names: a row, or an occurrence that its series makes and that has no row yet.</summary>
    private async Task<(Guid? Row, Guid? Series, Occurrence? Made)> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(id, out Guid row))
        {
            return (row, null, null);
        }

        if (InstanceIds.Parse(id) is not { } parsed || !Guid.TryParse(parsed.SeriesId, out Guid series))
        {
            return default;
        }

        var calendar = new AppCalendar(await database.ListAsync<AppRow>(List, Listed(series), cancellationToken));
        return calendar.RowOf(series, parsed.Slot) is { } exception ? (exception.Id, null, null) : (null, series, calendar.Made(series, parsed.Slot));
    }

    private async Task<bool> ExceptAsync(Guid series, Occurrence occurrence, EventEdit edit, string status, CancellationToken cancellationToken) =>
        await database.QueryAsync<Guid?>(
            Except,
            new
            {
                Series = series, people.CompanyId, edit.Title, edit.Location, edit.Moves, AllDay = edit.AllDay ?? false, edit.Start, edit.End, DemoPeople.TimeZone,
                From = occurrence.Start.ToDateTimeUtc(), To = occurrence.End.ToDateTimeUtc(), Status = status,
            },
            cancellationToken) is not null;
}
