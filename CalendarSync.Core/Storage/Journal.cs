using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>Writes <c>google_calendar_sync_journal</c>: one row per decision that changed or refused something, in the transaction that did it.</summary>
internal static class Journal
{
    private const string CopyEntries = """
        COPY google_calendar_sync_journal (at, run_id, company_id, connection_id, event_id, google_event_id, direction, decision, reason, before, after)
        FROM STDIN (FORMAT BINARY)
        """;

    public static async Task WriteAsync(
        NpgsqlConnection connection, IReadOnlyCollection<JournalEntry> entries, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(CopyEntries, cancellationToken);
        foreach (var entry in entries)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(entry.RunId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(entry.CompanyId, NpgsqlDbType.Uuid, cancellationToken);
            await WriteIdAsync(entry.ConnectionId);
            await WriteIdAsync(entry.EventId);
            await WriteStringAsync(entry.GoogleEventId, NpgsqlDbType.Text);
            await copy.WriteAsync(entry.FromApp ? "app_to_google" : "google_to_app", NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(entry.Decision, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(entry.Reason, NpgsqlDbType.Text, cancellationToken);
            await WriteStringAsync(entry.Before, NpgsqlDbType.Jsonb);
            await WriteStringAsync(entry.After, NpgsqlDbType.Jsonb);
        }

        await copy.CompleteAsync(cancellationToken);

        Task WriteIdAsync(Guid? value) =>
            value is { } id ? copy.WriteAsync(id, NpgsqlDbType.Uuid, cancellationToken) : copy.WriteNullAsync(cancellationToken);

        Task WriteStringAsync(string? value, NpgsqlDbType type) =>
            value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, type, cancellationToken);
    }
}
