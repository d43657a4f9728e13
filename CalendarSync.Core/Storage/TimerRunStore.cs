using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>Keeps the runs of the timer functions, which operators see as <c>cron.job_run_history</c>.</summary>
internal sealed class TimerRunStore(Database database)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Longer than any host lets a function run: its process is gone.
    private static readonly TimeSpan Lost = TimeSpan.FromHours(1);

    public async Task<long> StartAsync(string function, string? schedule, CancellationToken cancellationToken)
    {
        const string Sql = """
            DELETE FROM google_calendar_timer_runs WHERE function_name = @function AND started_at < @old;
            UPDATE google_calendar_timer_runs SET status = 'failed', ended_at = @now, message = 'ended without an answer'
             WHERE function_name = @function AND status = 'running' AND started_at < @lost;
            INSERT INTO google_calendar_timer_runs (function_name, schedule, started_at) VALUES (@function, @schedule, @now) RETURNING id
            """;
        var now = database.Now;
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<long>(
            new CommandDefinition(Sql, new { function, schedule, now, old = now - Kept, lost = now - Lost }, cancellationToken: cancellationToken));
    }

    public async Task EndAsync(long id, bool succeeded, string? message, CancellationToken cancellationToken)
    {
        const string Sql = """
            UPDATE google_calendar_timer_runs SET status = @status, message = @message, ended_at = @now WHERE id = @id AND status = 'running'
            """;
        await using var connection = await database.OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            Sql, new { id, status = succeeded ? "succeeded" : "failed", message, now = database.Now }, cancellationToken: cancellationToken));
    }
}
