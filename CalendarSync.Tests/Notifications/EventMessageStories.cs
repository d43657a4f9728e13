using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Notifications;

/// <summary>What the chat reads of events: the specification's texts, to the letter.</summary>
public sealed class EventMessageStories
{
    [Fact]
    public async Task An_event_that_goes_to_Google_is_announced_in_the_actions_topic()
    {
        await using var told = await ToldWorld.CreateAsync();
        await InsertAsync(told.World, "Consultation cardio", "Cabinet médical", "medecin");
        await told.World.AppAsync("UPDATE google_calendar_connections SET role = 'medecin'");

        await told.Timed.ProcessorAsync();

        var message = told.Telegram.Sent.ShouldHaveSingleItem();
        message.Topic.ShouldBe(TelegramDouble.Actions);
        message.Text.ShouldBe(
            """
            ✅ Événement ajouté à Google Calendar

            Titre : Consultation cardio
            📆 Date : Mardi 17 février 2026, 14h00-15h00
            📍 Lieu : Cabinet médical
            🎭 Casquette : Médecin

            🔗 Voir dans Google Calendar
            """);
        message.Links.ShouldHaveSingleItem().ShouldStartWith("https://www.google.com/calendar/event?eid=");
        await told.Timed.ProcessorAsync();
        told.Telegram.Sent.Count.ShouldBe(1, "once");
        await told.World.SettleAsync();
    }

    [Fact]
    public async Task A_change_in_Google_is_shown_before_and_after_in_the_email_topic()
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await InsertAsync(told.World, "Réunion", "Salle A", null, day: 18);
        await told.Timed.ProcessorAsync();
        told.Heard();

        told.World.GoogleEdit(id, """{"start":{"dateTime":"2026-02-18T15:00:00+01:00"},"end":{"dateTime":"2026-02-18T16:00:00+01:00"},"location":"Salle B"}""");
        await told.Timed.IncrementalAsync();

        var message = told.Telegram.Sent.ShouldHaveSingleItem();
        message.Topic.ShouldBe(TelegramDouble.Email);
        message.Text.ShouldBe(
            """
            🔄 Événement modifié dans Google Calendar

            Modifications détectées :

            Heure :
            ❌ Mercredi 18 février 2026, 14h00-15h00
            ✅ Mercredi 18 février 2026, 15h00-16h00

            Lieu :
            ❌ Salle A
            ✅ Salle B

            🔗 Voir dans Google Calendar
            """);
        await told.Timed.IncrementalAsync();
        told.Telegram.Sent.Count.ShouldBe(1, "an echo is no change");
    }

    [Fact]
    public async Task Every_field_has_its_words_and_the_change_that_a_push_finds_is_told_too()
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await InsertAsync(told.World, "A", null, null);
        await told.Timed.ProcessorAsync();
        told.Heard();
        told.World.GoogleEdit(
            id,
            """
            {"summary":"","description":"Ligne 1\nLigne 2","colorId":"11","status":"tentative","visibility":"private","transparency":"transparent",
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=3"],"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":10}]},
             "start":{"date":"2026-03-01","dateTime":null,"timeZone":null},"end":{"date":"2026-03-03","dateTime":null,"timeZone":null}}
            """);
        await told.World.AppEditAsync(id, "location = 'Cabinet'");

        await told.Timed.ProcessorAsync();

        told.Heard().ShouldHaveSingleItem().ShouldBe(
            """
            🔄 Événement modifié dans Google Calendar

            Modifications détectées :

            Titre :
            ❌ A
            ✅ (sans titre)

            Heure :
            ❌ Mardi 17 février 2026, 14h00-15h00
            ✅ Dimanche 1er mars 2026 - Lundi 2 mars 2026

            Description :
            ❌ (aucun)
            ✅ Ligne 1 Ligne 2

            Récurrence :
            ❌ (aucun)
            ✅ RRULE:FREQ=WEEKLY;COUNT=3

            Statut :
            ❌ confirmé
            ✅ provisoire

            Couleur :
            ❌ par défaut
            ✅ #dc2127

            Visibilité :
            ❌ par défaut
            ✅ private

            Disponibilité :
            ❌ occupé
            ✅ disponible

            Rappels :
            ❌ par défaut
            ✅ popup 10 min

            🔗 Voir dans Google Calendar
            """);
    }

    [Fact]
    public async Task In_English_and_elsewhere()
    {
        await using var told = await ToldWorld.CreateAsync(s => (s["NOTIFICATION_CULTURE"], s["NOTIFICATION_TIME_ZONE"]) = ("en-GB", "America/New_York"));
        var id = await InsertAsync(told.World, "Rounds", "Ward", null);
        await told.Timed.ProcessorAsync();
        told.World.GoogleEdit(id, """{"summary":"Round"}""");
        await told.Timed.IncrementalAsync();

        told.Heard().ShouldBe(
        [
            """
            ✅ Event added to Google Calendar

            Title: Rounds
            📆 Date: Tuesday 17 February 2026, 08:00-09:00
            📍 Place: Ward

            🔗 Open in Google Calendar
            """,
            """
            🔄 Event changed in Google Calendar

            Changes:

            Title:
            ❌ Rounds
            ✅ Round

            🔗 Open in Google Calendar
            """,
        ]);
    }

    [Theory]
    [InlineData("2026-02-17", "2026-02-18", "Mardi 17 février 2026")]
    [InlineData("2026-02-28", "2026-03-02", "Samedi 28 février 2026 - Dimanche 1er mars 2026")]
    public async Task All_day_events_show_the_day_only(string start, string end, string text)
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppAsync(
            "INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date) VALUES (@Company, @User, 'Congé', true, @start::date, @end::date)",
            new { told.World.Company, told.World.User, start, end });

        await told.Timed.ProcessorAsync();

        told.Heard().ShouldHaveSingleItem().Split('\n')[3].ShouldBe("📆 Date : " + text);
    }

    [Fact]
    public async Task An_event_over_midnight_shows_both_days_in_the_reader_s_zone()
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await InsertAsync(told.World, "Garde", null, null);
        await told.World.AppEditAsync(id, "end_at = start_at + interval '18 hours'");

        await told.Timed.ProcessorAsync();

        told.Heard().ShouldHaveSingleItem().ShouldContain("📆 Date : Mardi 17 février 2026, 14h00 - Mercredi 18 février 2026, 08h00");
    }

    [Fact]
    public async Task Hostile_and_endless_texts_are_shown_as_texts()
    {
        await using var told = await ToldWorld.CreateAsync();
        const string Hostile = "<b>&amp; \"x\"</b> <a href=\"tg://user?id=1\">é</a>\u0007";
        var id = await InsertAsync(told.World, Hostile, "<script>", null);
        await told.Timed.ProcessorAsync();
        told.Heard().ShouldHaveSingleItem().ShouldContain("Titre : <b>&amp; \"x\"</b> <a href=\"tg://user?id=1\">é</a>\n");

        var endless = string.Concat(Enumerable.Repeat("😀&<", 2000));
        told.World.Person.Edit(told.World.Calendar, SyncWorld.GoogleId(id), System.Text.Json.JsonSerializer.Serialize(new { summary = endless[..1000], description = endless, location = endless }));
        await told.Timed.IncrementalAsync();

        var message = told.Heard().ShouldHaveSingleItem();
        message.Length.ShouldBeLessThan(4096);
        message.ShouldContain("…");
        message.EnumerateRunes().ShouldAllBe(r => r != System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public async Task What_is_deleted_before_the_message_leaves_is_not_told()
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await InsertAsync(told.World, "A", null, null);
        told.Telegram.Instead.Enqueue((500, "", null));
        await told.Timed.ProcessorAsync();
        await told.World.AppDeleteAsync(id);
        told.World.Time.Advance(TimeSpan.FromMinutes(5));

        await told.Timed.ProcessorAsync();

        told.Heard().ShouldBeEmpty();
        (await told.OutboxAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_many_at_once_a_person_reads_one_message()
    {
        await using var told = await ToldWorld.CreateAsync();
        for (var i = 0; i < 30; i++)
        {
            await told.World.AppInsertAsync($"A{i}");
        }

        await told.Timed.ProcessorAsync();

        told.Heard().ShouldBe(["✅ 30 événements ajoutés à Google Calendar"]);
        (await told.OutboxAsync()).ShouldAllBe(row => row == "event_created sent 0");
    }

    [Fact]
    public async Task A_lost_answer_and_a_crash_do_not_lose_the_message()
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await InsertAsync(told.World, "A", null, null);
        told.World.Google.Faults.Next("events.insert", CalendarSync.Local.Emulator.Faults.Fault.LostAnswer());
        await told.Timed.ProcessorAsync();
        told.World.Time.Advance(TimeSpan.FromMinutes(5));

        await told.Timed.IncrementalAsync();
        await told.Timed.ProcessorAsync();

        told.Heard().ShouldHaveSingleItem().ShouldContain("Titre : A\n");
        (await told.World.RowAsync(id)).GoogleEventId.ShouldNotBeNull();
    }

    private static Task<Guid> InsertAsync(SyncWorld world, string title, string? location, string? role, int day = 17) => world.AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, location, role, start_at, end_at, time_zone)
        VALUES (@Company, @User, @title, @location, @role, @start, @start + interval '1 hour', 'Europe/Paris') RETURNING id
        """,
        new { world.Company, world.User, title, location, role, start = new DateTimeOffset(2026, 2, day, 13, 0, 0, TimeSpan.Zero) });
}
