using System.Text;
using CalendarSync.Core.Events;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary><c>google_calendar_writes</c>: what is about to be sent, from before the call until its answer is stored.</summary>
internal sealed class WriteLog(Database database)
{
    // One event, one write in doubt. Only for rows that still exist, and only by who still holds the item: a deletion that comes later finds the id here.
    private const string AnnounceSql = """
        INSERT INTO google_calendar_writes (event_id, google_calendar_id, google_event_id, body, version, created_at)
        SELECT e.id, @calendarId, u.google_event_id, CASE WHEN u.earlier IS NULL THEN u.body ELSE u.body || jsonb_build_object('earlier', u.earlier - 'earlier') END,
               u.version, @now
          FROM unnest(@items, @events, @googleIds, @bodies, @earlier, @versions) AS u (item_id, event_id, google_event_id, body, earlier, version)
          JOIN events e ON e.id = u.event_id
          JOIN google_calendar_sync_queue q
            ON q.id = u.item_id AND q.status = 'processing' AND q.lease_token = @leaseToken AND q.lease_until >= @now
         WHERE NOT EXISTS (SELECT FROM google_calendar_writes w
                            WHERE w.google_calendar_id = @calendarId AND w.google_event_id = u.google_event_id AND w.event_id <> u.event_id)
           FOR KEY SHARE OF e
        ON CONFLICT (event_id) DO UPDATE
           SET google_calendar_id = EXCLUDED.google_calendar_id, google_event_id = EXCLUDED.google_event_id, body = EXCLUDED.body,
               version = EXCLUDED.version, created_at = EXCLUDED.created_at
        RETURNING event_id
        """;

    /// <summary>Announces writes, all in one statement.</summary>
    /// <returns>The events whose write may now be sent.</returns>
    public async Task<IReadOnlySet<Guid>> AnnounceAsync(
        string calendarId, Guid leaseToken, IReadOnlyList<OutgoingWrite> writes, CancellationToken cancellationToken)
    {
        if (writes.Count == 0)
        {
            return new HashSet<Guid>();
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(AnnounceSql, connection);
        command.Parameters.AddWithValue("items", writes.Select(w => w.ItemId).ToArray());
        command.Parameters.AddWithValue("events", writes.Select(w => w.EventId).ToArray());
        command.Parameters.AddWithValue("googleIds", writes.Select(w => w.GoogleEventId).ToArray());
        command.Parameters.Add(new NpgsqlParameter("bodies", NpgsqlDbType.Array | NpgsqlDbType.Jsonb)
        {
            Value = writes.Select(w => Encoding.UTF8.GetString(w.Body.Span)).ToArray(),
        });
        command.Parameters.Add(new NpgsqlParameter("earlier", NpgsqlDbType.Array | NpgsqlDbType.Jsonb) { Value = writes.Select(w => w.Earlier).ToArray() });
        command.Parameters.AddWithValue("versions", writes.Select(w => w.Version).ToArray());
        command.Parameters.AddWithValue("calendarId", calendarId);
        command.Parameters.AddWithValue("leaseToken", leaseToken);
        command.Parameters.AddWithValue("now", database.Now);
        var announced = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            announced.Add(reader.GetGuid(0));
        }

        return announced;
    }

    /// <summary>The answer is stored, or the write is known not to have happened.</summary>
    public static Task ForgetAsync(NpgsqlConnection connection, Guid eventId, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM google_calendar_writes WHERE event_id = @eventId", new { eventId }, cancellationToken: cancellationToken));

    /// <summary>Inserts that turned out to have arrived, and that nobody is going to look for any more.</summary>
    public static Task ForgetArrivedAsync(NpgsqlConnection connection, Guid[] eventIds, CancellationToken cancellationToken)
    {
        const string Sql = """
            DELETE FROM google_calendar_writes w
             WHERE w.event_id = ANY(@eventIds)
               AND NOT EXISTS (SELECT FROM google_calendar_sync_queue q WHERE q.event_id = w.event_id AND q.status <> 'completed')
            """;
        return connection.ExecuteAsync(new CommandDefinition(Sql, new { eventIds }, cancellationToken: cancellationToken));
    }
}
