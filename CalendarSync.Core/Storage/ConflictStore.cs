using CalendarSync.Core.Reconciliation;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>Writes what lost, or waits for a choice, to <c>google_calendar_conflicts</c>, in the transaction that decided.</summary>
internal static class ConflictStore
{
    // An open conflict of the same event is the same question with newer answers.
    private const string Record = """
        INSERT INTO google_calendar_conflicts AS c
            (id, company_id, connection_id, event_id, kind, status, winner, fields, app, google, google_event, created_at, updated_at)
        SELECT u.id, u.company_id, u.connection_id, u.event_id, u.kind, u.status, u.winner, string_to_array(u.fields, ','), u.app, u.google,
               u.google_event, @now, @now
          FROM unnest(@ids, @companies, @connections, @events, @kinds, @statuses, @winners, @fields, @apps, @googles, @googleEvents)
               AS u (id, company_id, connection_id, event_id, kind, status, winner, fields, app, google, google_event)
        ON CONFLICT (event_id) WHERE status = 'open' AND event_id IS NOT NULL DO UPDATE
           SET kind = EXCLUDED.kind, status = EXCLUDED.status, winner = EXCLUDED.winner, fields = EXCLUDED.fields, app = EXCLUDED.app,
               google = EXCLUDED.google, google_event = EXCLUDED.google_event, updated_at = @now
         WHERE (c.kind, c.status, c.winner, c.fields, c.app, c.google, c.google_event)
               IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.status, EXCLUDED.winner, EXCLUDED.fields, EXCLUDED.app, EXCLUDED.google, EXCLUDED.google_event)
        RETURNING event_id
        """;

    private const string Settle = """
        UPDATE google_calendar_conflicts
           SET status = 'resolved', choice = 'none', resolved_at = @now, updated_at = @now
         WHERE status = 'open' AND event_id = ANY(@events)
        """;

    /// <returns>The events about which there is something new to say: the same question asked again is not.</returns>
    public static async Task<IReadOnlySet<Guid>> WriteAsync(
        NpgsqlConnection connection, IReadOnlyList<ConflictRecord> conflicts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (conflicts.Count == 0)
        {
            return new HashSet<Guid>();
        }

        var columns = new ColumnArrays<ConflictRecord>(conflicts);
        columns.Add("ids", NpgsqlDbType.Uuid, c => c.Id);
        columns.Add("companies", NpgsqlDbType.Uuid, c => c.CompanyId);
        columns.Add("connections", NpgsqlDbType.Uuid, c => c.ConnectionId);
        columns.Add("events", NpgsqlDbType.Uuid, c => c.EventId);
        columns.Add("kinds", NpgsqlDbType.Text, c => c.Finding.App is null || c.Finding.Google is null ? "delete" : "fields");
        columns.Add("statuses", NpgsqlDbType.Text, c => c.Finding.Winner == Winner.Open ? "open" : "recorded");
        columns.Add("winners", NpgsqlDbType.Text, c => c.Finding.Winner switch { Winner.App => "app", Winner.Google => "google", _ => null });
        columns.Add("fields", NpgsqlDbType.Text, c => string.Join(',', FieldNames.Of(c.Finding.Fields)));
        columns.Add("apps", NpgsqlDbType.Jsonb, c => Values(c.Finding.App, c.Finding));
        columns.Add("googles", NpgsqlDbType.Jsonb, c => Values(c.Finding.Google, c.Finding));
        columns.Add("googleEvents", NpgsqlDbType.Jsonb, c => c.GoogleEvent is { } raw ? System.Text.Encoding.UTF8.GetString(raw.Span) : null);
        return (await columns.QueryAsync<Guid>(connection, Record, now, cancellationToken)).ToHashSet();
    }

    /// <summary>The sides came to agree by themselves: what was asked about these events is no question any more.</summary>
    public static Task SettleAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        events.Count == 0
            ? Task.CompletedTask
            : connection.ExecuteAsync(new CommandDefinition(Settle, new { events = events.ToArray(), now }, cancellationToken: cancellationToken));

    private static string? Values(EventFields? side, ConflictFinding finding) => side is null ? null : EventFieldsDocument.Write(side, finding.Fields);
}
