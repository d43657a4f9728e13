using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Core.Upkeep;

/// <summary>Where the colours of calendars stand: configured, sent, and as Google shows them.</summary>
internal sealed class CalendarColorStore(Database database)
{
    /// <summary>Takes the calendars whose configured colour Google has not been given; nobody else takes them before <paramref name="until"/>.</summary>
    public async Task<IReadOnlyList<Connection>> TakeUnsentAsync(IReadOnlyList<Guid>? only, DateTimeOffset until, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            UPDATE google_calendar_connections c SET color_next_at = @until
             WHERE (@only::uuid[] IS NULL OR c.id = ANY(@only)) AND c.color IS DISTINCT FROM c.color_sent AND c.color IS NOT NULL AND coalesce(c.color_next_at, '-infinity') <= @now AND {Connection.Usable}
            RETURNING {Connection.Columns}
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<Connection>(new CommandDefinition(Sql, new { only = only?.ToArray(), until, now = database.Now }, cancellationToken: cancellationToken))];
    }

    /// <summary>Google has it; or never will, and the error says why. Either way it is not sent again until somebody asks for a colour again.</summary>
    public async Task FinishAsync(Connection calendar, string? googleColor, string? error, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_connections
               SET color_sent = @Color, color_next_at = NULL, color_error = @error,
                   google_color = coalesce(@googleColor, google_color), google_color_at = CASE WHEN @googleColor::text IS NULL THEN google_color_at ELSE @now END
             WHERE id = @Id AND color = @Color
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { calendar.Id, calendar.Color, googleColor, error, now = database.Now }, cancellationToken: cancellationToken));
    }

    public async Task PutOffAsync(Connection calendar, DateTimeOffset until, string error, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            "UPDATE google_calendar_connections SET color_next_at = @until, color_error = @error WHERE id = @Id AND color = @Color",
            new { calendar.Id, calendar.Color, until, error },
            cancellationToken: cancellationToken));
    }

    /// <summary>Takes the calendars whose colour in Google was last read before a time; their next reading counts from now.</summary>
    public async Task<IReadOnlyList<Connection>> TakeUnreadAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        const string Sql = $"""
            UPDATE google_calendar_connections c SET google_color_at = @now
             WHERE coalesce(c.google_color_at, '-infinity') < @before AND {Connection.Usable}
            RETURNING {Connection.Columns}
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. await connection.QueryAsync<Connection>(new CommandDefinition(Sql, new { before, now = database.Now }, cancellationToken: cancellationToken))];
    }

    public async Task SaveReadAsync(IReadOnlyList<(Guid Id, string? Color)> colors, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_connections c SET google_color = u.color
              FROM unnest(@ids, @colors) AS u (id, color) WHERE c.id = u.id AND c.google_color IS DISTINCT FROM u.color
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { ids = colors.Select(c => c.Id).ToArray(), colors = colors.Select(c => c.Color).ToArray() }, cancellationToken: cancellationToken));
    }
}
