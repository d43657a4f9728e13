namespace CalendarSync.Tests.Scenarios;

/// <summary>The runbook's tests 1 to 5, with its own queries.</summary>
public sealed class RunbookStories
{
    [Fact]
    public async Task Test_1_an_event_of_the_application_goes_to_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Chantier");
        var waiting = await world.QueryAsync<dynamic>("SELECT * FROM google_calendar_sync_queue WHERE status = 'pending' ORDER BY created_at DESC LIMIT 5;");
        ((Guid)waiting.ShouldHaveSingleItem().event_id).ShouldBe(id);

        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["Chantier"]);
        (await world.ValueAsync<string?>("SELECT google_event_id FROM events WHERE id = @id", new { id })).ShouldNotBeNull();
        await world.SettleAsync();
    }

    [Fact]
    public async Task Test_2_an_edit_in_google_reaches_the_application_without_a_double()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Chantier");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"summary":"Chantier modifié"}""");

        await world.PullAsync();

        var rows = await world.QueryAsync<dynamic>(
            """
            SELECT id, title, google_event_id, last_update_source, last_synced_at, google_updated_at
            FROM events WHERE google_event_id IS NOT NULL ORDER BY last_synced_at DESC LIMIT 5;
            """);
        var row = rows.ShouldHaveSingleItem();
        ((string)row.title, (string)row.last_update_source).ShouldBe(("Chantier modifié", "google"));
        await ShouldHoldNoDoublesAsync(world);
        await world.SettleAsync();
    }

    [Fact]
    public async Task Test_3_a_deletion_in_google_reaches_the_application()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Chantier");
        await world.SettleAsync();
        world.GoogleDelete(id);

        await world.PullAsync();

        var rows = await world.QueryAsync<dynamic>(
            "SELECT id, title, deleted_at, last_update_source FROM events WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC LIMIT 5;");
        ((string)rows.ShouldHaveSingleItem().last_update_source).ShouldBe("google");
        await world.SettleAsync();
    }

    [Fact]
    public async Task Test_4_an_edit_in_the_application_reaches_google()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Chantier");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'Chantier modifié'");
        (await world.ValueAsync<string>("SELECT last_update_source FROM events")).ShouldBe("app");

        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["Chantier modifié"]);
        await world.SettleAsync();
    }

    [Fact]
    public async Task Test_5_there_are_no_doubles()
    {
        await using var world = await SyncWorld.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            await world.AppInsertAsync("Pareil");
            world.GoogleInsert("Pareil");
        }

        await world.SettleAsync();
        await world.PullAsync(full: true);

        world.GoogleEvents().Count.ShouldBe(10);
        (await world.RowsAsync()).Count.ShouldBe(10);
        await ShouldHoldNoDoublesAsync(world);
        await world.SettleAsync();
    }

    private static async Task ShouldHoldNoDoublesAsync(SyncWorld world) => (await world.QueryAsync<dynamic>(
        """
        SELECT google_calendar_id, google_event_id, COUNT(*) as count FROM events
        WHERE google_calendar_id IS NOT NULL AND google_event_id IS NOT NULL
        GROUP BY google_calendar_id, google_event_id HAVING COUNT(*) > 1;
        """)).ShouldBeEmpty();
}
