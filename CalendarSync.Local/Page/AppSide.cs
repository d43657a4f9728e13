using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Page;

/// <summary>The application: it writes SQL to its <c>events</c> table and knows nothing of Google.</summary>
internal sealed class AppSide(DemoDatabase database, DemoPeople people) : ISide
{
    /// <summary>Changes what the edit names.</summary>
    public const string Update = """
        UPDATE events
           SET title = coalesce(@Title, title),
               location = coalesce(@Location, location),
               all_day = CASE WHEN @Moves THEN @AllDay ELSE all_day END,
               start_at = CASE WHEN NOT @Moves THEN start_at WHEN NOT @AllDay THEN @Start::timestamp AT TIME ZONE @TimeZone END,
               end_at = CASE WHEN NOT @Moves THEN end_at WHEN NOT @AllDay THEN @End::timestamp AT TIME ZONE @TimeZone END,
               start_date = CASE WHEN NOT @Moves THEN start_date WHEN @AllDay THEN @Start::date END,
               end_date = CASE WHEN NOT @Moves THEN end_date WHEN @AllDay THEN @End::date END
         WHERE id = @Id AND company_id = @CompanyId AND deleted_at IS NULL
        RETURNING id
        """;

    public Task<IReadOnlyList<SideEvent>> ListAsync(CancellationToken cancellationToken) => database.ListAsync<SideEvent>(
        """
        SELECT id::text AS "Id", google_event_id AS "GoogleId", title AS "Title", location AS "Location", all_day AS "AllDay",
               CASE WHEN all_day THEN start_date::text ELSE to_char(start_at AT TIME ZONE @TimeZone, 'YYYY-MM-DD"T"HH24:MI') END AS "Start",
               CASE WHEN all_day THEN end_date::text ELSE to_char(end_at AT TIME ZONE @TimeZone, 'YYYY-MM-DD"T"HH24:MI') END AS "End",
               recurrence IS NOT NULL AS "Repeats"
          FROM events
         WHERE company_id = @CompanyId AND deleted_at IS NULL
         ORDER BY coalesce(start_at, start_date::timestamp AT TIME ZONE @TimeZone), id
        """,
        new { people.CompanyId, DemoPeople.TimeZone },
        cancellationToken);

    public async Task<string> AddAsync(EventEdit edit, CancellationToken cancellationToken) => (await database.QueryAsync<string>(
        """
        INSERT INTO events (company_id, user_id, title, location, all_day, start_at, end_at, start_date, end_date, time_zone)
        VALUES (@CompanyId, @OwnerId, @Title, @Location, @AllDay,
                CASE WHEN NOT @AllDay THEN @Start::timestamp AT TIME ZONE @TimeZone END, CASE WHEN NOT @AllDay THEN @End::timestamp AT TIME ZONE @TimeZone END,
                CASE WHEN @AllDay THEN @Start::date END, CASE WHEN @AllDay THEN @End::date END, @TimeZone)
        RETURNING id::text
        """,
        new { people.CompanyId, people.OwnerId, edit.Title, edit.Location, AllDay = edit.AllDay ?? false, edit.Start, edit.End, DemoPeople.TimeZone },
        cancellationToken))!;

    public async Task<bool> ChangeAsync(string id, EventEdit edit, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out Guid row) && await database.QueryAsync<Guid?>(Update, Parameters(row, edit), cancellationToken) is not null;

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) =>
        Guid.TryParse(id, out Guid row)
        && await database.QueryAsync<Guid?>(
            "UPDATE events SET deleted_at = now() WHERE id = @row AND company_id = @CompanyId AND deleted_at IS NULL RETURNING id",
            new { row, people.CompanyId },
            cancellationToken) is not null;

    /// <summary>For <see cref="Update"/>.</summary>
    public object Parameters(Guid row, EventEdit edit) => new
    {
        Id = row, people.CompanyId, edit.Title, edit.Location, edit.Moves, AllDay = edit.AllDay ?? false, edit.Start, edit.End, DemoPeople.TimeZone,
    };
}
