using Dapper;

using Npgsql;

namespace CalendarSync.Local.Demo;

/// <summary>The application's side: the SQL that an application would write, and the runbook's questions.</summary>
internal sealed class DemoDatabase(string connectionString) : IAsyncDisposable
{
    /// <summary>Tells of changes of the queue and of rows; of the demo's database only, for people who watch.</summary>
    private const string Watch = """
        CREATE FUNCTION demo_notify() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_TABLE_NAME = 'events' THEN
                PERFORM pg_notify('demo', format('row       %s %s, written by %s', left(NEW.id::text, 8),
                    CASE WHEN TG_OP = 'INSERT' THEN 'added' WHEN NEW.deleted_at IS NOT NULL THEN 'deleted' ELSE 'changed' END,
                    NEW.last_update_source));
            ELSE
                PERFORM pg_notify('demo', format('queue     %s %s: %s%s', left(NEW.event_id::text, 8), NEW.action, NEW.status,
                    coalesce(' (' || NEW.error_message || ')', '')));
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE ON google_calendar_sync_queue FOR EACH ROW EXECUTE FUNCTION demo_notify();
        """;

    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(connectionString);

    public async Task<DemoPeople> PrepareAsync(CancellationToken cancellationToken)
    {
        var people = new DemoPeople(Guid.NewGuid(), Guid.NewGuid());
        await ExecuteAsync(
            """
            INSERT INTO companies (id, name) VALUES (@CompanyId, 'Demo');
            INSERT INTO company_users (company_id, user_id, role) VALUES (@CompanyId, @OwnerId, 'owner');
            """,
            people,
            cancellationToken);
        await ExecuteAsync(Watch, null, cancellationToken);
        return people;
    }

    /// <summary>Reads notices until cancelled.</summary>
    public async Task ListenAsync(Action<string> notice, TaskCompletionSource listening, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, e) => notice(e.Payload);
        await connection.ExecuteAsync("LISTEN demo");
        listening.SetResult();
        while (!cancellationToken.IsCancellationRequested)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }

    public async Task ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public async Task<T?> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();
}
