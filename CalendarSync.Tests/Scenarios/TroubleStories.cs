using CalendarSync.Core.Google;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Google refuses: each reason has its own consequence, and nothing that waits is dropped.</summary>
public sealed class TroubleStories
{
    [Fact]
    public async Task Too_many_requests_without_a_time_back_off_and_try_again()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        world.Google.Faults.Next("events.insert", Fault.TooManyRequests(), Fault.RateLimit403(), Fault.UserRateLimit403());

        for (var i = 0; i < 3; i++)
        {
            await world.PushAsync();
            var waiting = (await world.QueueAsync()).ShouldHaveSingleItem();
            (waiting.Status, waiting.RetryCount, waiting.AttemptCount).ShouldBe(("pending", 0, i + 1));
            var step = TimeSpan.FromSeconds(Math.Pow(2, i + 1));
            (waiting.NextAttemptAt - world.Time.GetUtcNow()).ShouldBeInRange(step / 2, step);
            await world.PushAsync();
            world.Google.Calls.Count("events.insert").ShouldBe(i + 1, "nothing is tried before its time");
            world.Time.Advance(step);
        }

        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A"]);
    }

    [Fact]
    public async Task Too_many_requests_with_a_time_stop_the_whole_account_until_then()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        await world.AppInsertAsync("B");
        world.Google.Calls.Reset();
        world.Google.Faults.Next("events.insert", Fault.TooManyRequests(TimeSpan.FromSeconds(90)));

        await world.PushAsync();
        await world.PushAsync();
        await world.PullAsync();
        world.Google.Calls.Total.ShouldBe(1);

        world.Time.Advance(TimeSpan.FromSeconds(91));
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A", "B"]);
    }

    [Fact]
    public async Task A_used_up_quota_of_writes_pauses_writes_and_not_reads()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        world.Google.ChangeAccount(SyncWorld.Email, writesExhausted: true);
        await world.PushAsync();
        world.GoogleInsert("De Google");

        await world.PullAsync();
        world.Google.Calls.Reset();
        await world.PushAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["A", "De Google"]);
        world.Google.Calls.Writes.ShouldBe(0, "writes are paused");
        var waiting = (await world.QueueAsync()).ShouldHaveSingleItem();
        (waiting.RetryCount, waiting.ErrorMessage).ShouldBe((0, "waiting: Google refuses writes for this account for now"));

        world.Google.ChangeAccount(SyncWorld.Email, writesExhausted: false);
        world.Time.Advance(TimeSpan.FromHours(2));
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A", "De Google"]);
    }

    [Fact]
    public async Task A_dead_grant_waits_for_the_person_and_goes_on_without_doubling()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'B'");
        var other = await world.AppInsertAsync("C");
        world.Tokens.Refusal = FailureClassifier.Token(400, "invalid_grant");

        await world.PushAsync();
        await world.PullAsync();

        (await world.QueryAsync<string>("SELECT status FROM google_calendar_connections")).ShouldBe(["needs_reauth"]);
        await world.PushAsync();
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "pending" && q.RetryCount == 0 && q.ErrorMessage == "waiting: the Google account has to be connected again");
        world.Time.Advance(TimeSpan.FromDays(2));
        await world.PushAsync();
        (await world.QueueAsync()).Count.ShouldBe(2, "nothing that waits is dropped");

        world.Tokens.Refusal = null;
        await world.AppAsync("UPDATE google_calendar_grants SET status = 'connected'");
        await world.AppAsync("UPDATE google_calendar_connections SET status = 'connected'");
        await world.SettleAsync();

        world.GoogleTitles().ShouldBe(["B", "C"]);
        (await world.RowAsync(other)).GoogleEventId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("accessNotConfigured")]
    [InlineData("dailyLimitExceeded")]
    [InlineData("invalid_client")]
    public async Task The_operators_trouble_pauses_the_account_for_five_minutes(string trouble)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        switch (trouble)
        {
            case "accessNotConfigured":
                world.Google.Faults.Next("events.insert", Fault.ApiDisabled());
                break;
            case "dailyLimitExceeded":
                world.Google.Faults.Next("events.insert", Fault.DailyLimitExceeded());
                break;
            default:
                world.Tokens.Refusal = FailureClassifier.Token(401, trouble);
                break;
        }

        await world.PushAsync();
        world.Tokens.Refusal = null;
        world.Google.Calls.Reset();
        world.Time.Advance(TimeSpan.FromMinutes(4.9));
        await world.PushAsync();
        await world.PullAsync();
        world.Google.Calls.Total.ShouldBe(0);
        (await world.QueueAsync()).ShouldHaveSingleItem().RetryCount.ShouldBe(0);

        world.Time.Advance(TimeSpan.FromMinutes(0.2));
        await world.PushAsync();
        world.GoogleTitles().ShouldBe(["A"]);
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_poisoned_event_parks_alone_after_its_retries()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var poisoned = await world.AppInsertAsync("Poison");
        await world.AppInsertAsync("Sain");
        using var script = world.Google.Faults.Script(c => Poison(c, poisoned));

        for (var i = 0; i < 10; i++)
        {
            await world.PushAsync();
            world.Time.Advance(TimeSpan.FromMinutes(16));
        }

        world.GoogleTitles().ShouldBe(["Sain"]);
        world.Google.Calls.Count("events.insert").ShouldBe(9, "eight tries of the one, one of the other");
        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        (parked.EventId, parked.Status, parked.RetryCount).ShouldBe((poisoned, "failed", 8));
        parked.ErrorMessage.ShouldBe("Google answered 400 invalid");
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_parked_event_is_tried_again_after_an_edit_or_by_hand(bool byEdit)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("Poison");
        using (world.Google.Faults.Script(c => Poison(c, id)))
        {
            for (var i = 0; i < 9; i++)
            {
                await world.PushAsync();
                world.Time.Advance(TimeSpan.FromMinutes(16));
            }
        }

        (await world.QueueAsync()).ShouldHaveSingleItem().Status.ShouldBe("failed");
        if (byEdit)
        {
            await world.AppEditAsync(id, "title = 'Sain'");
            (await world.QueueAsync()).ShouldHaveSingleItem().RetryCount.ShouldBe(0);
        }
        else
        {
            await world.AppAsync("UPDATE google_calendar_sync_queue SET status = 'pending' WHERE status = 'failed'");
        }

        await world.SettleAsync();

        world.GoogleTitles().ShouldBe([byEdit ? "Sain" : "Poison"]);
    }

    [Fact]
    public async Task What_google_would_never_take_is_refused_without_a_call_and_says_why()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        var id = await world.AppInsertAsync("A");
        await world.AppEditAsync(id, "end_at = start_at");
        world.Google.Calls.Reset();

        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        (parked.Status, parked.ErrorMessage).ShouldBe(("failed", "refused: timeRangeEmpty"));
        await world.AppEditAsync(id, "end_at = start_at + interval '1 hour'");
        await world.SettleAsync();
        world.GoogleTitles().ShouldBe(["A"]);
    }

    [Fact]
    public async Task A_calendar_that_the_account_may_only_read_refuses_the_change_and_goes_on_reading()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var shared = world.Google.AddCalendar("paul@example.com", "Equipe");
        world.Google.Share(shared, SyncWorld.Email, CalendarSync.Local.Emulator.Model.AccessRole.Reader);
        await world.ConnectAsync(shared, "equipe");
        await world.AppInsertAsync("A", role: "equipe");

        await world.PushAsync();
        world.Google.User("paul@example.com").Insert(shared, """{"summary":"B","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""");
        await world.PullAsync();

        (await world.RowsAsync()).Select(r => r.Title).ShouldBe(["A", "B"]);
        var parked = (await world.QueueAsync()).ShouldHaveSingleItem();
        parked.Status.ShouldBe("failed");
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_pull_that_fails_says_so_and_the_next_one_makes_up_for_it(int status)
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        world.GoogleInsert("A");
        world.Google.Faults.Next("events.list", Fault.Error(status, "backendError"));

        var counts = await world.PullAsync();

        counts.Errors.ShouldBe(1);
        (await world.ValueAsync<string>("SELECT last_error FROM google_calendar_connections")).ShouldContain(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await world.PullAsync();
        (await world.RowsAsync()).Count.ShouldBe(1);
        (await world.ValueAsync<string?>("SELECT last_error FROM google_calendar_connections")).ShouldBeNull();
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_access_token_that_dies_early_is_renewed_within_the_same_run()
    {
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        world.Google.ExpireAccessTokens(SyncWorld.Email);

        var counts = await world.PushAsync();

        counts.Errors.ShouldBe(0);
        world.GoogleTitles().ShouldBe(["A"]);
        await world.SettleAsync();
    }

    private static Fault? Poison(CallInfo call, Guid id) =>
        call.Method == "events.insert" && System.Text.Encoding.UTF8.GetString(call.Request.Body.Span).Contains(SyncWorld.GoogleId(id), StringComparison.Ordinal)
            ? Fault.Error(400, "invalid")
            : null;
}
