using CalendarSync.Core.Storage;

using Npgsql;

namespace CalendarSync.Core.Notifications;

/// <summary>
/// Writes what people shall be told into the outbox, in the transaction of what it is about. Where nobody listens (no bot token, or
/// another company's chat) nothing is written.
/// </summary>
internal sealed class Notices(CalendarSyncOptions options, Database database)
{
    /// <summary>Google has an event that it did not have, from the application.</summary>
    public Task CreatedAsync(NpgsqlConnection connection, Guid companyId, IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
        WriteAsync(connection, [.. eventIds.Select(id => new Notice(NotificationKind.EventCreated, companyId, id))], cancellationToken);

    /// <summary>The lines of the journal that say that somebody changed an event in Google.</summary>
    public Task ChangedAsync(NpgsqlConnection connection, IEnumerable<JournalEntry> journal, CancellationToken cancellationToken) =>
        WriteAsync(
            connection,
            [.. journal
                .Where(entry => entry is { FromApp: false, Decision: "updated", EventId: not null, Before: not null, After: not null })
                .Select(entry => new Notice(NotificationKind.EventChanged, entry.CompanyId, entry.EventId!.Value, entry.Before, entry.After))],
            cancellationToken);

    /// <summary>The result of the daily run. One that the clocks of several instances started in one minute is told once.</summary>
    public async Task DailyAsync(DateTimeOffset startedAt, SyncCounts counts, CancellationToken cancellationToken)
    {
        if (options.TelegramBotToken is not null)
        {
            await using var connection = await database.OpenAsync(cancellationToken);
            await NotificationStore.WriteDailyAsync(connection, options.TelegramCompanyId, startedAt, counts, database.Now, cancellationToken);
        }
    }

    private Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<Notice> all, CancellationToken cancellationToken)
    {
        if (all.Count == 0 || options.TelegramBotToken is null)
        {
            return Task.CompletedTask;
        }

        var told = options.TelegramCompanyId is { } company ? [.. all.Where(n => n.CompanyId == company)] : all;
        return told.Count == 0 ? Task.CompletedTask : NotificationStore.WriteAsync(connection, told, database.Now, cancellationToken);
    }
}
