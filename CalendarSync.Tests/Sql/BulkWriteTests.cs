using System.Text;

using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

using Dapper;

namespace CalendarSync.Tests.Sql;

/// <summary>PostgreSQL refuses COPY on a table with row level security: what the engine writes in bulk has to work as the service.</summary>
public sealed class BulkWriteTests(SharedDatabase shared) : IClassFixture<SharedDatabase>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_service_inserts_and_updates_events_and_writes_its_journal()
    {
        var database = await shared.EmptyAsync();
        await using var service = await database.OpenAsync(role: "calendar_sync_service");
        await using var transaction = await service.BeginTransactionAsync();
        await service.ExecuteAsync("SELECT set_config('calendar_sync.source', 'google', true)");
        EventChange[] added = [.. Enumerable.Range(0, 3).Select(n => New($"g{n}"))];

        await EventWriter.WriteAsync(service, added, Now, CancellationToken.None);
        await EventWriter.WriteAsync(
            service, [added[0] with { IsNew = false, Changes = EventField.Title, Fields = added[0].Fields with { Title = "later" } }, New("g3")], Now, CancellationToken.None);
        await Journal.WriteAsync(
            service,
            [new JournalEntry(Guid.NewGuid(), added[0].CompanyId, null, added[0].Id, "g0", FromApp: false, "updated", "edited", """{"title": "x"}""")],
            Now,
            CancellationToken.None);
        await transaction.CommitAsync();

        (await database.QueryAsync<string>("""
            SELECT concat_ws(' ', google_event_id, title, status, version, synced_version, recurrence, google_event, reminders, last_update_source, deleted_at IS NULL) FROM events ORDER BY 1
            """)).ShouldBe([
                """g0 later tentative 1 1 {RRULE:FREQ=DAILY} {"a": 1} google t""",
                """g1 t tentative 1 1 {RRULE:FREQ=DAILY} {"a": 1} google t""",
                """g2 t tentative 1 1 {RRULE:FREQ=DAILY} {"a": 1} google t""",
                """g3 t tentative 1 1 {RRULE:FREQ=DAILY} {"a": 1} google t""",
            ]);
        (await database.SingleAsync<string>("SELECT concat_ws(' ', direction, decision, before) FROM google_calendar_sync_journal"))
            .ShouldBe("""google_to_app updated {"title": "x"}""");
    }

    [Fact]
    public async Task An_event_that_comes_deleted_is_a_deleted_row()
    {
        var database = await shared.EmptyAsync();
        await using var service = await database.OpenAsync(role: "calendar_sync_service");
        await service.ExecuteAsync("SELECT set_config('calendar_sync.source', 'google', false)");

        await EventWriter.WriteAsync(service, [New("g") with { Presence = Presence.Deleted, SyncedVersion = null }], Now, CancellationToken.None);

        (await database.SingleAsync<string>("SELECT concat_ws(' ', status, deleted_at = '2026-01-01Z', synced_version) FROM events")).ShouldBe("cancelled t 0");
    }

    private static EventChange New(string googleEventId) => new()
    {
        Id = Guid.NewGuid(),
        IsNew = true,
        CompanyId = Guid.NewGuid(),
        CalendarId = "c",
        GoogleEventId = googleEventId,
        GoogleUpdatedAt = Now,
        GoogleEvent = Encoding.UTF8.GetBytes("""{"a": 1}"""),
        SyncedVersion = 1,
        Fields = new EventFields
        {
            Title = "t",
            Times = EventTimes.Timed(Now, Now.AddHours(1), "Europe/Paris"),
            Recurrence = RecurrenceLines.Of(["RRULE:FREQ=DAILY"]),
            Tentative = true,
        },
    };
}
