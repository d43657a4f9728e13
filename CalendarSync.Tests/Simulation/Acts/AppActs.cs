using System.Globalization;

using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

using Dapper;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What the application does, in SQL. A line about an event that is not there, or not as the line needs it, does nothing.</summary>
internal sealed class AppActs(SyncWorld world, Views views, Ledger ledger)
{
    public async Task PlayAsync(Line line)
    {
        var row = await views.AppAsync(line.On);
        var does = line.Act switch
        {
            // Made again after it was deleted for good; what Google made first, only Google makes.
            "insert" => row is null && ledger.MadeBy(line.On) is null or Side.App,
            "restore" => row is { Live: false },
            "purge" => row is not null,
            // The emulator does not move a series that has exceptions.
            _ => row is { Live: true } && !(row.Recurs && Followed.In(line).ContainsKey("time")),
        };
        if (!does)
        {
            return;
        }

        if (row is null && ledger.MadeBy(line.On) is not null)
        {
            // What is made again is made later than what it replaces.
            world.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var inStep = await views.AreInStepAsync(line.On);
        await ExecuteAsync(line, row?.Id ?? IdOf(line.On));
        var kind = line.Act switch
        {
            "insert" or "edit" or "twice" => ActKind.Edit,
            "restore" => ActKind.Restore,
            "delete" or "cancel" => ActKind.Delete,
            "purge" => ActKind.Purge,
            _ => ActKind.Touch,
        };
        ledger.Add(line.On, Side.App, kind, row?.Shown, Followed.In(line), inStep);
        if (line["role"] is not null && line.Act is not "insert")
        {
            // A call of its own.
            ledger.Add(line.On, Side.App, ActKind.Touch, row?.Shown, Followed.None, false);
        }
    }

    private Task ExecuteAsync(Line line, Guid id) => line.Act switch
    {
        "insert" => InsertAsync(line, id),
        "edit" or "restore" => InOneAsync(id, [Set(line.Values, line.Act is "restore" ? "deleted_at = NULL" : "")]),
        "twice" => InOneAsync(id, [.. line.Values.Select(v => Set([v], ""))]),
        "waver" => WaverAsync(id),
        "touch" => InOneAsync(id, ["title = title"]),
        "delete" => InOneAsync(id, ["deleted_at = calendar_sync_now()"]),
        "cancel" => InOneAsync(id, ["status = 'cancelled'"]),
        "purge" => world.AppPurgeAsync(id),
        _ => throw new FormatException($"The application does not know '{line}'."),
    };

    private Task InsertAsync(Line line, Guid id) => world.AppAsync(
        """
        INSERT INTO events (id, company_id, user_id, title, description, location, start_at, end_at, all_day, start_date, end_date, time_zone, role, color, recurrence)
        VALUES (@id, @Company, @User, @title, @description, @location, @start, @end, @allDay, @startDate, @endDate, @zone, @role, @color, @rule)
        """,
        new
        {
            id,
            world.Company,
            world.User,
            title = line["title"],
            description = line["description"],
            location = line["location"],
            start = Slot(line["hour"]) is { } hour ? Moments.Start(hour) : (DateTimeOffset?)null,
            end = Slot(line["hour"]) is { } until ? Moments.End(until) : (DateTimeOffset?)null,
            allDay = line["day"] is not null,
            startDate = Slot(line["day"]) is { } day ? Moments.Day(day) : (DateOnly?)null,
            endDate = Slot(line["day"]) is { } last ? Moments.Day(last + 1) : (DateOnly?)null,
            zone = line["day"] is null ? "Europe/Paris" : null,
            role = line["role"],
            color = line["color"],
            rule = line["weekly"] is { } count ? new[] { $"RRULE:FREQ=WEEKLY;COUNT={count}" } : null,
        });

    /// <summary>Changed and changed back, in two transactions.</summary>
    private async Task WaverAsync(Guid id)
    {
        await InOneAsync(id, ["location = coalesce(location, '') || '?'"]);
        await InOneAsync(id, ["location = left(location, -1)"]);
    }

    private async Task InOneAsync(Guid id, IReadOnlyList<string> sets)
    {
        await using var connection = await world.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await world.App.BeginAsync(connection);
        foreach (var set in sets)
        {
            await connection.ExecuteAsync($"UPDATE events SET {set} WHERE id = @id", new { id });
        }

        await transaction.CommitAsync();
    }

    private static string Set(IEnumerable<(string Name, string Value)> values, string before) => string.Join(", ", values.Select(v => v.Name switch
    {
        "hour" => $"start_at = '{Moments.Start(int.Parse(v.Value)):O}', end_at = '{Moments.End(int.Parse(v.Value)):O}', all_day = false, start_date = NULL, end_date = NULL",
        "day" => $"start_date = '{Moments.Text(Moments.Day(int.Parse(v.Value)))}', end_date = '{Moments.Text(Moments.Day(int.Parse(v.Value) + 1))}', all_day = true, start_at = NULL, end_at = NULL",
        "reminder" => $$"""reminders = '{"useDefault":false,"overrides":[{"method":"popup","minutes":{{v.Value}}}]}'""",
        _ => v.Value is "-" ? $"{v.Name} = NULL" : $"{v.Name} = '{v.Value}'",
    }).Prepend(before).Where(s => s.Length > 0));

    private static int? Slot(string? text) => text is null ? null : int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A row that is made again after its deletion has the id that it had.</summary>
    private static Guid IdOf(string name) => Guid.ParseExact($"a0000000{name.GetStableHash():x24}", "N");
}
