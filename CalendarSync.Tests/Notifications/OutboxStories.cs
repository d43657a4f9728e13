namespace CalendarSync.Tests.Notifications;

/// <summary>Telegram has trouble: nothing is lost, nothing waits for it, and the token stays where it is.</summary>
public sealed class OutboxStories
{
    [Fact]
    public async Task Nothing_is_sent_before_the_time_that_telegram_names_not_even_what_came_later()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.Telegram.Instead.Enqueue((429, "Too Many Requests: retry after 700", 700));
        await told.Timed.ProcessorAsync();
        await told.World.AppInsertAsync("B");

        told.World.Time.Advance(TimeSpan.FromMinutes(5));
        await told.Timed.ProcessorAsync();
        told.World.Time.Advance(TimeSpan.FromMinutes(5));
        await told.Timed.ProcessorAsync();
        told.Telegram.Requests.ShouldBe(1);
        (await told.World.RowsAsync()).ShouldAllBe(r => r.GoogleEventId != null, "no sync waits for it");

        told.World.Time.Advance(TimeSpan.FromMinutes(5));
        await told.Timed.ProcessorAsync();
        told.Heard().Select(t => t.Split('\n')[2]).ShouldBe(["Titre : B", "Titre : A"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(408)]
    public async Task Trouble_at_telegram_s_is_tried_again_later(int status)
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.Telegram.Instead.Enqueue((status, "", null));
        await told.Timed.ProcessorAsync();
        (await told.OutboxAsync()).ShouldBe([$"event_created pending http{status} 1"]);

        await told.SendAsync();
        told.Telegram.Requests.ShouldBe(1, "not at once");
        told.World.Time.Advance(TimeSpan.FromMinutes(5));
        await told.SendAsync();

        told.Heard().Count.ShouldBe(1);
        (await told.OutboxAsync()).ShouldBe(["event_created sent 1"]);
    }

    [Theory]
    [InlineData(400, "Bad Request: chat not found", "chat_not_found")]
    [InlineData(400, "Bad Request: message thread not found", "topic_not_found")]
    [InlineData(400, "Bad Request: group chat was upgraded to a supergroup chat", "chat_has_a_new_id")]
    [InlineData(400, "Bad Request: something new about canary", "telegram400")]
    [InlineData(403, "Forbidden: bot was kicked from the supergroup chat", "bot_was_kicked")]
    public async Task What_telegram_will_never_take_is_parked_with_a_reason_of_ours_and_stops_nothing(int status, string description, string reason)
    {
        await using var told = await ToldWorld.CreateAsync();
        var id = await told.World.AppInsertAsync("A");
        await told.Timed.ProcessorAsync();
        told.Heard();
        told.World.GoogleEdit(id, """{"summary":"canary"}""");
        told.World.GoogleEdit(id, """{"location":"canary"}""");
        told.Telegram.Instead.Enqueue((status, description, null));

        await told.Timed.IncrementalAsync();
        await told.World.AppInsertAsync("B");
        await told.Timed.ProcessorAsync();

        told.Heard().ShouldHaveSingleItem().ShouldContain("Titre : B");
        (await told.OutboxAsync()).ShouldBe(["event_created sent 0", $"event_changed failed {reason} 1", "event_created sent 0"]);
        (await told.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_notifications n WHERE n::text LIKE '%canary%'")).ShouldBe(0, "no text stays behind");
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_waits_for_somebody_to_mend_it()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.Telegram.Instead.Enqueue((401, "Unauthorized", null));

        await told.Timed.ProcessorAsync();
        (await told.OutboxAsync()).ShouldBe(["event_created pending bot_token_refused 1"]);
        told.World.Time.Advance(TimeSpan.FromMinutes(16));
        await told.Timed.ProcessorAsync();

        told.Heard().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_that_is_lost_means_that_the_message_may_come_twice_and_is_never_lost()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.Telegram.BreaksAfterTaking = true;

        await told.Timed.ProcessorAsync();
        (await told.OutboxAsync()).ShouldBe(["event_created pending network 1"]);
        told.World.Time.Advance(TimeSpan.FromMinutes(5));
        await told.Timed.ProcessorAsync();

        told.Heard().Count.ShouldBe(2);
        (await told.OutboxAsync()).ShouldBe(["event_created sent 1"]);
    }

    [Fact]
    public async Task A_sender_that_died_leaves_the_message_to_the_next_and_two_senders_send_it_once()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        await told.World.PushAsync();
        await told.World.AppAsync(
            "UPDATE google_calendar_notifications SET lease_token = gen_random_uuid(), lease_until = @until", new { until = told.World.Time.GetUtcNow().AddSeconds(60) });
        await told.SendAsync();
        told.Heard().ShouldBeEmpty();

        told.World.Time.Advance(TimeSpan.FromSeconds(61));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => told.SendAsync()));

        told.Heard().Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_could_not_be_told_for_two_days_is_not_told_any_more()
    {
        await using var told = await ToldWorld.CreateAsync();
        await told.World.AppInsertAsync("A");
        told.Telegram.Instead.Enqueue((500, "", null));
        await told.Timed.ProcessorAsync();
        told.World.Time.Advance(TimeSpan.FromHours(49));

        await told.SendAsync();

        told.Telegram.Requests.ShouldBe(1);
        (await told.OutboxAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TELEGRAM_BOT_TOKEN", null)]
    [InlineData("TELEGRAM_COMPANY_ID", "00000000-0000-0000-0000-0000000000ff")]
    public async Task Where_nobody_listens_nothing_is_written_about_events(string setting, string? value)
    {
        await using var told = await ToldWorld.CreateAsync(s => s[setting] = value);
        var id = await told.World.AppInsertAsync("A");
        await told.Timed.ProcessorAsync();
        told.World.GoogleEdit(id, """{"summary":"B"}""");
        await told.Timed.IncrementalAsync();

        (await told.OutboxAsync()).ShouldBeEmpty();
        told.Telegram.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task Check21_the_bot_s_token_and_the_texts_are_in_no_log_whatever_happens()
    {
        await using var told = await ToldWorld.CreateAsync();
        (int, string, int?)[] answers = [(401, "canary", null), (400, "canary", null), (500, "canary", null), (429, "canary", 1)];
        foreach (var answer in answers)
        {
            told.Telegram.Instead.Enqueue(answer);
            await told.World.AppInsertAsync("canary");
            await told.Timed.ProcessorAsync();
            told.World.Time.Advance(TimeSpan.FromMinutes(20));
        }

        await told.Telegram.DisposeAsync();
        await told.World.AppInsertAsync("canary");
        await told.Timed.ProcessorAsync();

        (await told.OutboxAsync()).ShouldContain(row => row.StartsWith("event_created pending network", StringComparison.Ordinal));
        told.Log.Lines.Count.ShouldBeGreaterThan(4);
        told.Log.Lines.Where(l => l.Contains("canary", StringComparison.Ordinal) || l.Contains(TelegramDouble.Token, StringComparison.Ordinal)).ShouldBeEmpty();
        (await told.World.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_notifications n WHERE n::text LIKE '%canary%'")).ShouldBe(0);
    }
}
