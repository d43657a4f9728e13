using System.Text.Json.Nodes;

using CalendarSync.Core;
using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;
using CalendarSync.Local.Emulator;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

internal sealed partial class SyncWorld
{
    /// <summary>The application writes, in a transaction of its own, at the world's time.</summary>
    public Task<T> AppAsync<T>(string sql, object? parameters = null) => App.ExecuteAsync<T>(sql, parameters);

    public Task AppAsync(string sql, object? parameters = null) => App.ExecuteAsync<int?>(sql, parameters);

    /// <summary>The application makes an event of one hour, tomorrow.</summary>
    public Task<Guid> AppInsertAsync(string title, string? location = null, string? role = null, Guid? company = null) => AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, location, role, start_at, end_at, time_zone)
        VALUES (@company, @User, @title, @location, @role, @start, @start + interval '1 hour', 'Europe/Paris') RETURNING id
        """,
        new { company = company ?? Company, User, title, location, role, start = Time.GetUtcNow().AddDays(1) });

    /// <summary>The application sets columns of a row: <c>"title = 'B'"</c>.</summary>
    public Task AppEditAsync(Guid id, string set) => AppAsync($"UPDATE events SET {set} WHERE id = @id", new { id });

    public Task AppDeleteAsync(Guid id) => AppEditAsync(id, "deleted_at = calendar_sync_now()");

    public Task AppPurgeAsync(Guid id) => AppAsync("DELETE FROM events WHERE id = @id", new { id });

    /// <summary>The person makes an event of one hour, tomorrow, and learns its id.</summary>
    public string GoogleInsert(string title, string? location = null)
    {
        var start = Time.GetUtcNow().AddDays(1);
        return (string)Person.Insert(Calendar, EventBody.Timed(title, start, start.AddHours(1), location: location))["id"]!;
    }

    public void GoogleEdit(Guid id, string patch) => Person.Edit(Calendar, GoogleId(id), patch);

    public void GoogleDelete(Guid id) => Person.Delete(Calendar, GoogleId(id));

    public static string GoogleId(Guid id) => id.ToString("N");

    public JsonObject? GoogleEvent(Guid id) => Google.Event(Calendar, GoogleId(id));

    public string? GoogleTitle(Guid id) => (string?)GoogleEvent(id)?["summary"];

    public IReadOnlyList<JsonObject> GoogleEvents() => Google.LiveEvents(Calendar);

    public IReadOnlyList<string?> GoogleTitles() => [.. GoogleEvents().Select(e => (string?)e["summary"]).Order(StringComparer.Ordinal)];

    public async Task<IReadOnlyList<EventRow>> RowsAsync() => await QueryAsync<EventRow>($"SELECT {EventRow.Columns} FROM events e ORDER BY e.title, e.id");

    public async Task<EventRow> RowAsync(Guid id) => (await RowsAsync()).Single(r => r.Id == id);

    public async Task<EventRow> RowAsync(string googleId) => (await RowsAsync()).Single(r => r.GoogleEventId == googleId);

    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) => App.QueryAsync<T>(sql, parameters);

    public async Task<T> ValueAsync<T>(string sql, object? parameters = null) => (await QueryAsync<T>(sql, parameters)).Single();

    public Task<IReadOnlyList<QueueRow>> QueueAsync() => QueryAsync<QueueRow>(
        "SELECT event_id, action, status, retry_count, attempt_count, error_message, next_attempt_at FROM google_calendar_sync_queue WHERE status <> 'completed' ORDER BY id");

    public Task<IReadOnlyList<ConflictRow>> ConflictsAsync() => QueryAsync<ConflictRow>(
        "SELECT event_id, kind, status, winner, fields, app::text AS app, google::text AS google FROM google_calendar_conflicts ORDER BY created_at, id");

    /// <summary>A worker whose process may be frozen: it does not notice that its call takes too long.</summary>
    public static void Patient(IServiceCollection services) => services.AddSingleton(provider =>
        new GoogleClientOptions(provider.GetRequiredService<CalendarSyncOptions>().GoogleApiUrl)
        {
            CallTimeout = TimeSpan.FromHours(1),
            PageTimeout = TimeSpan.FromHours(1),
        });
}
