using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

using Dapper;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What the application writes to <c>events</c>, all that it ever does.</summary>
internal sealed class AppSql(SyncWorld world)
{
    private const string InsertRow = """
        INSERT INTO events (id, company_id, user_id, title, description, location, start_at, end_at, all_day, start_date, end_date, time_zone, role, color, recurrence,
                            series_id, original_start_at, original_start_date, status)
        VALUES (@id, @Company, @User, @title, @description, @location, @start, @end, @allDay, @startDate, @endDate, @zone, @role, @color, @rule,
                @series, @originalStart, @originalDate, @status)
        """;

    /// <summary>Several transactions, one after the other.</summary>
    public async Task ExecuteAsync(params IEnumerable<IReadOnlyList<SqlLine>> transactions)
    {
        await using var connection = await world.Database.DataSource.OpenConnectionAsync();
        foreach (var statements in transactions)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await world.App.BeginAsync(connection);
            foreach (var statement in statements)
            {
                await connection.ExecuteAsync(statement.Text, statement.Parameters);
            }

            await transaction.CommitAsync();
        }
    }

    public SqlLine Insert(Line line, Guid id) => Insert(line, id, null, null);

    /// <summary>An exception of a series: another event in its place, or none.</summary>
    public SqlLine InsertOccurrence(Line line, string name, Guid series, Slot slot) => Insert(line, Names.IdOf(name), series, slot);

    public IReadOnlyList<SqlLine> Change(Line line, AppEvent row)
    {
        SqlLine Update(string set, string where = "id = @id") => new($"UPDATE events SET {set} WHERE {where}", new { id = row.Id });
        string Where() => line["whole"] is "yes" ? "id = @id OR series_id = @id AND deleted_at IS NULL" : "id = @id";
        return line.Act switch
        {
            "edit" => [Update(Set(line.Values, row))],
            "restore" => [Update(Set(line.Values, row, "deleted_at = NULL"))],
            "twice" => [.. line.Values.Select(v => Update(Set([v], row)))],
            // Changed and changed back, in two transactions.
            "waver" => [Update("location = coalesce(location, '') || '?'"), Update("location = left(location, -1)")],
            "touch" => [Update("title = title")],
            "delete" => [Update("deleted_at = calendar_sync_now()", Where())],
            "cancel" or "hole" => [Update("status = 'cancelled'", Where())],
            "purge" => [new(line["whole"] is "yes" ? "DELETE FROM events WHERE id = @id OR series_id = @id" : "DELETE FROM events WHERE id = @id", new { id = row.Id })],
            _ => throw new FormatException($"The application does not know '{line}'."),
        };
    }

    private SqlLine Insert(Line line, Guid id, Guid? series, Slot? slot)
    {
        var place = line["hour"] is null && line["day"] is null ? slot : Moments.Slot(line);
        var isHole = line.Act is "hole";
        // A hole need not say when it would have been.
        var isBare = isHole && line["bare"] is "yes";
        return new SqlLine(InsertRow, new
        {
            id,
            world.Company,
            world.User,
            title = line["title"],
            description = line["description"],
            location = line["location"],
            start = isBare ? null : place?.At,
            end = isBare ? null : place?.At?.AddHours(1),
            allDay = !isBare && place?.Day is not null,
            startDate = isBare ? null : place?.Day,
            endDate = isBare ? null : place?.Day?.AddDays(1),
            zone = place?.Day is null ? "Europe/Paris" : null,
            role = line["role"],
            color = line["color"],
            rule = line["weekly"] is { } count ? new[] { WeeklySeries.RuleOf(count) } : null,
            series,
            originalStart = slot?.At,
            originalDate = slot?.Day,
            status = isHole ? "cancelled" : "confirmed",
        });
    }

    private static string Set(IEnumerable<(string Name, string Value)> values, AppEvent row, string before = "") => string.Join(", ", values.Select(v => v.Name switch
    {
        "hour" => $"start_at = '{Moments.Start(int.Parse(v.Value)):O}', end_at = '{Moments.End(int.Parse(v.Value)):O}', all_day = false, start_date = NULL, end_date = NULL",
        "day" => $"start_date = '{Moments.Text(Moments.Day(int.Parse(v.Value)))}', end_date = '{Moments.Text(Moments.Day(int.Parse(v.Value) + 1))}', all_day = true, start_at = NULL, end_at = NULL",
        "length" => row.StartDate is null ? $"end_at = start_at + interval '{v.Value} minutes'" : $"end_date = start_date + {v.Value}",
        "weekly" => $"recurrence = '{{{WeeklySeries.RuleOf(v.Value)}}}'",
        "reminder" => $$"""reminders = '{"useDefault":false,"overrides":[{"method":"popup","minutes":{{v.Value}}}]}'""",
        _ => v.Value is "-" ? $"{v.Name} = NULL" : $"{v.Name} = '{v.Value}'",
    }).Prepend(before).Where(s => s.Length > 0));
}
