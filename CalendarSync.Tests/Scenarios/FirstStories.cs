namespace CalendarSync.Tests.Scenarios;

/// <summary>The plain stories: one side acts, both sides agree, and nothing echoes.</summary>
public sealed class FirstStories
{
    [Fact]
    public async Task An_event_of_the_application_appears_in_google_for_one_call()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Consultation", "Cabinet");
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(1);
        world.Google.Calls.Units.ShouldBe(1);
        var there = world.GoogleEvents().ShouldHaveSingleItem();
        ((string?)there["summary"]).ShouldBe("Consultation");
        var row = await world.RowAsync(id);
        row.GoogleEventId.ShouldBe(id.ToString("N"));
        row.SyncedVersion.ShouldBe(row.Version);
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_event_of_google_appears_in_the_application_once()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Person.Insert(world.Calendar, """{"summary":"Dentiste","start":{"dateTime":"2026-02-17T10:00:00+01:00"},"end":{"dateTime":"2026-02-17T11:00:00+01:00"}}""");

        await world.PullAsync();

        var row = (await world.RowsAsync()).ShouldHaveSingleItem();
        row.Title.ShouldBe("Dentiste");
        row.StartAt.ShouldBe(new DateTimeOffset(2026, 2, 17, 9, 0, 0, TimeSpan.Zero));
        await world.SettleAsync();
    }

    [Fact]
    public async Task Edits_of_different_fields_on_both_sides_survive_on_both()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("Consultation", "Cabinet");
        await world.SettleAsync();
        await world.AppAsync("UPDATE events SET title = 'Consultation cardio' WHERE id = @id", new { id });
        world.Person.Edit(world.Calendar, id.ToString("N"), """{"location":"Salle B"}""");

        await world.PushAsync();
        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location).ShouldBe(("Consultation cardio", "Salle B"));
        var there = world.GoogleEvents().ShouldHaveSingleItem();
        ((string?)there["summary"], (string?)there["location"]).ShouldBe(("Consultation cardio", "Salle B"));
        (await world.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_conflicts")).Single().ShouldBe(0);
    }

    [Fact]
    public async Task Deletions_cross_both_ways()
    {
        await using var world = await SyncWorld.CreateAsync();
        var first = await world.AppInsertAsync("A");
        var second = await world.AppInsertAsync("B");
        var third = await world.AppInsertAsync("C");
        await world.SettleAsync();

        world.Person.Delete(world.Calendar, first.ToString("N"));
        await world.AppAsync("UPDATE events SET deleted_at = now() WHERE id = @second", new { second });
        await world.AppAsync("DELETE FROM events WHERE id = @third", new { third });
        await world.SettleAsync();

        world.GoogleEvents().ShouldBeEmpty();
        (await world.RowsAsync()).ShouldAllBe(r => r.DeletedAt != null);
        (await world.RowsAsync()).Count.ShouldBe(2);
    }
}
