using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>Writes <c>google_calendar_sync_journal</c>: one row per decision that changed or refused something, in the transaction that did it.</summary>
internal static class Journal
{
    private const string Insert = """
        INSERT INTO google_calendar_sync_journal
            (at, run_id, company_id, connection_id, event_id, google_event_id, direction, decision, reason, before, after)
        SELECT @now, e.*
          FROM unnest(@runs, @companies, @connections, @events, @googleIds, @directions, @decisions, @reasons, @befores, @afters) AS e
        """;

    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<JournalEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var columns = new ColumnArrays<JournalEntry>([.. entries]);
        columns.Add("runs", NpgsqlDbType.Uuid, e => e.RunId);
        columns.Add("companies", NpgsqlDbType.Uuid, e => e.CompanyId);
        columns.Add("connections", NpgsqlDbType.Uuid, e => e.ConnectionId);
        columns.Add("events", NpgsqlDbType.Uuid, e => e.EventId);
        columns.Add("googleIds", NpgsqlDbType.Text, e => e.GoogleEventId);
        columns.Add("directions", NpgsqlDbType.Text, e => e.FromApp ? "app_to_google" : "google_to_app");
        columns.Add("decisions", NpgsqlDbType.Text, e => e.Decision);
        columns.Add("reasons", NpgsqlDbType.Text, e => e.Reason);
        columns.Add("befores", NpgsqlDbType.Jsonb, e => e.Before);
        columns.Add("afters", NpgsqlDbType.Jsonb, e => e.After);
        await columns.ExecuteAsync(connection, Insert, now, cancellationToken);
    }
}
