namespace CalendarSync.Tests.Scenarios;

/// <summary>Reminders: a calendar's own defaults for the application's events, a person's wishes, and what Google makes of both. None of it may go round in circles.</summary>
public sealed class ReminderStories
{
    private const string Thirty = """'{"useDefault":false,"overrides":[{"method":"popup","minutes":30}]}'""";
    private const string Ten = """'{"useDefault":false,"overrides":[{"method":"popup","minutes":10},{"method":"email","minutes":1440}]}'""";

    [Fact]
    public async Task Events_without_reminders_get_those_of_their_calendar_and_stay_without_in_the_application()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var medecin = world.Google.AddCalendar(SyncWorld.Email, "Médecin");
        await SetDefaultsAsync(world, await world.ConnectAsync(perso, "perso"), Thirty);
        await SetDefaultsAsync(world, await world.ConnectAsync(medecin, "medecin"), Ten);

        var first = await world.AppInsertAsync("A", role: "perso");
        var second = await world.AppInsertAsync("B", role: "medecin");
        await BothWaysAsync(world);

        InGoogle(world, perso, first).ShouldBe("popup:30");
        InGoogle(world, medecin, second).ShouldBe("email:1440 popup:10");
        (await world.RowAsync(first)).Reminders.ShouldBeNull();
        (await world.RowAsync(second)).Reminders.ShouldBeNull();
    }

    [Fact]
    public async Task New_defaults_are_for_new_events_and_write_nothing_to_old_ones()
    {
        await using var world = await SyncWorld.CreateAsync();
        await SetDefaultsAsync(world, world.ConnectionId, Thirty);
        var old = await world.AppInsertAsync("A");
        await BothWaysAsync(world);
        world.Google.Calls.Reset();

        await SetDefaultsAsync(world, world.ConnectionId, Ten);
        await world.ShouldBeQuietAsync();
        world.Google.Calls.Writes.ShouldBe(0);
        var young = await world.AppInsertAsync("B");
        await BothWaysAsync(world);

        InGoogle(world, world.Calendar, young).ShouldBe("email:1440 popup:10");
        InGoogle(world, world.Calendar, old).ShouldBe("popup:30", "nobody edited it");
    }

    [Fact]
    public async Task A_person_s_reminders_arrive_and_the_application_can_take_them_back()
    {
        await using var world = await SyncWorld.CreateAsync();
        await SetDefaultsAsync(world, world.ConnectionId, Thirty);
        var id = await world.AppInsertAsync("A");
        await BothWaysAsync(world);

        world.GoogleEdit(id, """{"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":5}]}}""");
        await BothWaysAsync(world);
        (await world.RowAsync(id)).Reminders.ShouldNotBeNull().ShouldContain("5");
        await world.ShouldBeQuietAsync();

        await world.AppEditAsync(id, "reminders = NULL");
        await BothWaysAsync(world);
        InGoogle(world, world.Calendar, id).ShouldBe("popup:30");
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_google_makes_of_the_reminders_of_a_whole_day_is_no_edit()
    {
        await using var world = await SyncWorld.CreateAsync();
        var mine = await world.AppAsync<Guid>(
            """
            INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, reminders)
            VALUES (@Company, @User, 'Congé', true, '2026-03-28', '2026-03-31', '{"useDefault":true}') RETURNING id
            """,
            new { world.Company, world.User });
        world.Person.Insert(world.Calendar, """{"summary":"Salon","start":{"date":"2026-10-24"},"end":{"date":"2026-10-26"}}""");

        await world.SettleAsync();
        world.Google.Calls.Reset();
        await world.ShouldBeQuietAsync();
        await world.AppEditAsync(mine, "title = title");
        await world.SettleAsync();

        world.Google.Calls.Writes.ShouldBe(0);
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    // Of an event that leaves its reminders to the calendar both sides do not say the same, and mean it.
    private static async Task BothWaysAsync(SyncWorld world)
    {
        await world.PullAsync();
        await world.PushAsync();
        await world.PullAsync();
        await world.ShouldBeQuietAsync();
    }

    private static string InGoogle(SyncWorld world, string calendar, Guid id) => GoogleSide.Reminders(world.Google.Event(calendar, SyncWorld.GoogleId(id))!["reminders"]);

    private static Task SetDefaultsAsync(SyncWorld world, Guid connection, string reminders) =>
        world.QueryAsync<int>($"UPDATE google_calendar_connections SET default_reminders = {reminders} WHERE id = @connection RETURNING 1", new { connection });
}
