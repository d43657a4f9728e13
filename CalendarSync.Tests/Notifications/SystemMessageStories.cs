using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Notifications;

/// <summary>Alerts and results: once, and to the system topic.</summary>
public sealed class SystemMessageStories
{
    private const string Alert = """
        🚨 Google Calendar sync: 3 échecs consécutifs
        Agenda : Cabinet
        Dernière erreur: 503 backendError
        Vérifiez les credentials OAuth2 et la config.
        """;

    [Fact]
    public async Task Three_failed_passes_in_a_row_are_told_once_and_again_only_after_a_success()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppAsync("UPDATE google_calendar_connections SET name = 'Cabinet'");
        await told.Timed.IncrementalAsync();

        await FailAsync(told, 2);
        told.Heard().ShouldBeEmpty();
        await SucceedAsync(told);
        await FailAsync(told, 2);
        told.Heard().ShouldBeEmpty("two, and two, are not three in a row");

        await FailAsync(told, 1);
        told.Telegram.Sent.ShouldHaveSingleItem().Topic.ShouldBe(TelegramDouble.System);
        told.Heard().ShouldBe([Alert]);
        await FailAsync(told, 10);
        told.Heard().ShouldBeEmpty("once");

        await SucceedAsync(told);
        told.Heard().ShouldBe(["✅ Google Calendar sync: rétablie\nAgenda : Cabinet"]);
        await SucceedAsync(told);
        await FailAsync(told, 3);
        told.Heard().ShouldBe([Alert]);
    }

    [Fact]
    public async Task An_account_that_has_to_be_connected_again_is_told_once_with_its_calendars()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppAsync("UPDATE google_calendar_connections SET name = 'Cabinet'");
        await told.Timed.IncrementalAsync();
        told.World.Tokens.Refusal = FailureClassifier.Token(400, "invalid_grant");

        for (var i = 0; i < 4; i++)
        {
            told.World.Time.Advance(TimeSpan.FromMinutes(15));
            await told.Timed.IncrementalAsync();
            await told.Timed.ProcessorAsync();
        }

        told.Heard().ShouldBe(
        [
            """
            🔑 Google Calendar sync: reconnexion nécessaire
            Agendas : Cabinet
            Google n'accepte plus l'autorisation du compte. Reconnectez-le dans Paramètres > Google Calendar. Les modifications en attente sont conservées.
            """,
        ]);
    }

    [Fact]
    public async Task An_account_that_was_connected_again_meanwhile_is_not_told_any_more()
    {
        await using var told = await ToldWorld.CreateAsync();
        told.World.Tokens.Refusal = FailureClassifier.Token(400, "invalid_grant");
        told.Telegram.Instead.Enqueue((502, "", null));
        await told.Timed.IncrementalAsync();
        told.World.Tokens.Refusal = null;
        await told.World.AppAsync("UPDATE google_calendar_grants SET status = 'connected'; UPDATE google_calendar_connections SET status = 'connected'");
        told.World.Time.Advance(TimeSpan.FromMinutes(15));

        await told.Timed.IncrementalAsync();

        told.Heard().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_daily_result_says_what_was_done()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.World.GoogleInsert("B");

        await told.Timed.DailyAsync();
        await told.Timed.DailyAsync();

        told.Heard()[1].ShouldBe(
            """
            ✅ Google Calendar sync: synchronisation quotidienne réussie

            Agendas : 1
            Créés : 2
            Mis à jour : 0
            Supprimés : 0
            Conflits : 0
            Erreurs : 0
            """);
        (await told.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_notifications WHERE kind = 'daily_result'")).ShouldBe(1, "a tick that comes twice tells once");
    }

    [Fact]
    public async Task The_daily_result_says_that_it_failed_and_counts_one_company_only_where_the_chat_is_one_company_s()
    {
        var other = Guid.NewGuid();
        await using var told = await ToldWorld.CreateAsync(s => s["TELEGRAM_COMPANY_ID"] = "0c000000-0000-0000-0000-00000000c001");
        told.World.Google.AddAccount("paul@example.com", "Paul");
        await told.World.ConnectAsync("paul@example.com", company: other, account: "paul@example.com");
        await told.World.AppInsertAsync("Secret", company: other);
        told.World.Google.Faults.Next("events.list", Fault.Error(503, "backendError"));

        await told.Timed.DailyAsync();

        var text = told.Heard().ShouldHaveSingleItem();
        text.ShouldStartWith("❌ Google Calendar sync: synchronisation quotidienne en échec\n\nAgendas : 1\nCréés : 0\n");
        text.ShouldEndWith("Erreurs : 1");
        (await told.World.RowsAsync()).ShouldAllBe(r => r.GoogleEventId != null, "the other company's sync runs all the same");
        (await told.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_notifications WHERE company_id = @other", new { other })).ShouldBe(0);
    }

    private static async Task FailAsync(ToldWorld told, int times)
    {
        for (var i = 0; i < times; i++)
        {
            told.World.Time.Advance(TimeSpan.FromMinutes(15));
            using var down = told.World.Google.Faults.Script(call => call.Method == "events.list" ? Fault.Error(503, "backendError") : null);
            await told.Timed.IncrementalAsync();
        }
    }

    private static async Task SucceedAsync(ToldWorld told)
    {
        told.World.Time.Advance(TimeSpan.FromMinutes(15));
        await told.Timed.IncrementalAsync();
    }
}
