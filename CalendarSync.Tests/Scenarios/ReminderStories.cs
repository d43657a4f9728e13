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

    // What an application writes and what Google makes of it mean the same: neither side is told, and neither is written to.
    [Theory]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"popup","minutes":10},{"method":"popup","minutes":10}]}""", "popup:10")]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"popup","minutes":60},{"method":"email","minutes":5},{"method":"popup","minutes":1}]}""", "email:5 popup:1 popup:60")]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"popup","minutes":-5},{"method":"email","minutes":99999}]}""", "email:40320 popup:0")]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"sms","minutes":10},{"method":"popup","minutes":2}]}""", "popup:2")]
    [InlineData("""{"useDefault":false,"overrides":[]}""", "")]
    [InlineData("""{"useDefault":false}""", "")]
    [InlineData("""{"useDefault":true,"overrides":[{"method":"popup","minutes":2}]}""", "default")]
    [InlineData("""{"useDefault":true,"overrides":[]}""", "default")]
    public async Task Reminders_that_google_puts_in_its_own_form_do_not_go_round_in_circles(string reminders, string inGoogle)
    {
        await using var world = await SyncWorld.CreateAsync();
        await SetDefaultsAsync(world, world.ConnectionId, Thirty);
        var id = await world.AppInsertAsync("A");
        var series = await SeriesActs.AppSeriesAsync(world, "RRULE:FREQ=WEEKLY;COUNT=3");
        await world.AppAsync("UPDATE events SET reminders = @reminders::jsonb", new { reminders });
        var exception = await SeriesActs.AppExceptionAsync(world, series, 7, "Exception");
        await world.AppAsync("UPDATE events SET reminders = @reminders::jsonb WHERE id = @exception", new { exception, reminders });
        var written = await world.ValueAsync<string>("SELECT reminders::text FROM events WHERE id = @id", new { id });
        await BothWaysAsync(world);

        InGoogle(world, world.Calendar, id).ShouldBe(inGoogle);
        InGoogle(world, world.Calendar, series).ShouldBe(inGoogle);
        GoogleSide.Reminders(world.Google.Event(world.Calendar, SyncWorld.GoogleId(series) + "_20260302T090000Z")!["reminders"]).ShouldBe(inGoogle);
        (await world.RowAsync(id)).Reminders.ShouldBe(written, "the row keeps its own words");

        // Other edits on both sides find them as they are.
        world.GoogleEdit(id, """{"location":"Google"}""");
        await world.AppEditAsync(series, "location = 'App'");
        await BothWaysAsync(world);
        InGoogle(world, world.Calendar, id).ShouldBe(inGoogle);
        InGoogle(world, world.Calendar, series).ShouldBe(inGoogle);
        (await world.RowAsync(id)).Reminders.ShouldBe(written);
    }

    [Fact]
    public async Task Six_reminders_are_too_many_for_google_and_the_queue_says_so()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await BothWaysAsync(world);
        await world.AppAsync(
            """
            UPDATE events SET reminders = jsonb_build_object('useDefault', false, 'overrides', (SELECT jsonb_agg(jsonb_build_object('method', 'popup', 'minutes', m)) FROM generate_series(1, 6) m)) WHERE id = @id
            """,
            new { id });

        await world.PushAsync();

        InGoogle(world, world.Calendar, id).ShouldBe("default");
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("refused: tooManyReminders");
        await world.ShouldBeQuietAsync();
    }

    // The calendar's own reminders are the person's business: events that use them follow, and nobody has edited them.
    [Fact]
    public async Task New_default_reminders_in_google_are_no_edit_of_the_events_that_use_them()
    {
        await using var world = await SyncWorld.CreateAsync();
        var mine = await world.AppInsertAsync("A");
        await world.AppEditAsync(mine, """reminders = '{"useDefault":true}'""");
        var theirs = world.GoogleInsert("B");
        await BothWaysAsync(world);

        world.Google.SetDefaultReminders(SyncWorld.Email, world.Calendar, ("email", 600), ("popup", 1));
        await world.ShouldBeQuietAsync();
        world.GoogleEdit(mine, """{"location":"Google"}""");
        await world.AppEditAsync((await world.RowAsync(theirs)).Id, "location = 'App'");
        await BothWaysAsync(world);

        InGoogle(world, world.Calendar, mine).ShouldBe("default");
        GoogleSide.Reminders(world.Google.Event(world.Calendar, theirs)!["reminders"]).ShouldBe("default");
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_s_own_reminders_are_none_of_the_calendar_s_business_whoever_sets_them(bool fromApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        await SetDefaultsAsync(world, world.ConnectionId, Thirty);
        var id = await world.AppInsertAsync("A");
        await BothWaysAsync(world);

        if (fromApp)
        {
            await world.AppEditAsync(id, $"reminders = {Ten}");
        }
        else
        {
            world.GoogleEdit(id, """{"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":10},{"method":"email","minutes":1440}]}}""");
        }

        await BothWaysAsync(world);
        InGoogle(world, world.Calendar, id).ShouldBe("email:1440 popup:10");
        GoogleSide.Reminders(System.Text.Json.Nodes.JsonNode.Parse((await world.RowAsync(id)).Reminders!)).ShouldBe("email:1440 popup:10");

        // And silence is silence.
        world.GoogleEdit(id, """{"reminders":{"useDefault":false,"overrides":null}}""");
        await BothWaysAsync(world);
        InGoogle(world, world.Calendar, id).ShouldBe("");
        GoogleSide.Reminders(System.Text.Json.Nodes.JsonNode.Parse((await world.RowAsync(id)).Reminders!)).ShouldBe("");
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
