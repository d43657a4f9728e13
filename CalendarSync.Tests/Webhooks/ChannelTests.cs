using CalendarSync.Core.Google;
using CalendarSync.Core.GoogleToApp;

namespace CalendarSync.Tests.Webhooks;

public sealed class ChannelTests : IAsyncLifetime
{
    private ChannelWorld world = null!;

    public async Task InitializeAsync() => world = await ChannelWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task An_open_channel_is_kept_with_what_Google_said_and_without_its_token()
    {
        var result = await world.Watch.StartAsync(ChannelWorld.First, CancellationToken.None);

        result.ShouldBe(new ChannelResult(ChannelOutcome.Watching, world.Clock.GetUtcNow().AddDays(7)));
        var (request, resource) = world.Google.Open.Single();
        var row = (await world.RowsAsync()).Single();
        (row.ChannelId, row.ResourceId, row.Enabled, row.ConnectionId).ShouldBe((request.ChannelId, resource, true, ChannelWorld.First));
        row.ExpirationTimestamp.ShouldBe(result.ExpiresAt!.Value.ToUnixTimeMilliseconds());
        request.Address.ShouldBe("https://hooks.example.com/api/google-calendar-webhook");
        request.Token.Length.ShouldBe(43);
        request.ChannelId.Length.ShouldBeLessThanOrEqualTo(64);
        row.TokenHash.ShouldBe(ChannelSecret.Hash(request.Token));
        (await world.ScalarAsync<int>($"SELECT count(*)::int FROM google_calendar_webhooks w WHERE w::text LIKE '%{request.Token}%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_comes_before_the_answer_counts()
    {
        world.Google.BeforeAnswer = (request, resource) => world.ReceiveAsync(new WebhookMessage(request.ChannelId, resource, request.Token, "1"));

        await world.OpenAsync(ChannelWorld.First);

        world.Puller.Pulled.ShouldBe([ChannelWorld.First]);
        (await world.RowsAsync()).Single().LastMessageNumber.ShouldBe(1);
    }

    [Fact]
    public async Task Renewal_replaces_a_channel_in_the_last_fifth_of_its_life_and_opens_missing_ones()
    {
        var old = await world.OpenAsync(ChannelWorld.First);
        await world.OpenAsync(ChannelWorld.Second);
        (await RenewAsync()).ShouldBeEmpty();

        world.Clock.Advance(TimeSpan.FromDays(5.5));
        await world.OpenAsync(ChannelWorld.Second);
        (await RenewAsync()).ShouldBeEmpty();
        world.Clock.Advance(TimeSpan.FromDays(0.5));
        (await RenewAsync()).Select(r => r.Outcome).ShouldBe([ChannelOutcome.Watching]);

        (await RenewAsync()).ShouldBeEmpty();
        world.Google.Stopped.ShouldContain(id => string.Equals(id, old.ChannelId, StringComparison.Ordinal));
        world.Google.Open.Count.ShouldBe(2);
        (await world.RowsAsync()).ShouldAllBe(r => r.Enabled && r.ResourceId != null);
        await world.ReceiveAsync(old);
        world.Puller.Pulled.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_new_channel_is_open_before_the_old_one_is_stopped()
    {
        var old = await world.OpenAsync(ChannelWorld.First);
        world.Google.BeforeAnswer = async (_, _) =>
        {
            world.Google.Stopped.ShouldBeEmpty();
            await world.ReceiveAsync(old);
        };

        await world.OpenAsync(ChannelWorld.First);

        world.Puller.Pulled.ShouldBe([ChannelWorld.First]);
        world.Google.Stopped.ShouldBe([old.ChannelId!]);
    }

    [Fact]
    public async Task Without_an_address_there_is_polling_only()
    {
        await using var polling = await ChannelWorld.CreateAsync(polling: true);

        (await polling.Watch.StartAsync(ChannelWorld.First, CancellationToken.None)).ShouldBe(new ChannelResult(ChannelOutcome.PollingOnly, Reason: "webhookBaseUrlUnset"));
        (await polling.Channels.RenewAsync(TimeSpan.Zero, CancellationToken.None)).ShouldBeEmpty();
        (await polling.RowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_calendar_that_cannot_be_watched_is_not_asked_for_again_and_again()
    {
        world.Google.WatchFails = new GoogleApiException(GoogleFault.PushNotSupported, 400, "pushNotSupportedForRequestedResource");
        var expected = new ChannelResult(ChannelOutcome.PollingOnly, Reason: "pushNotSupportedForRequestedResource");

        (await RenewAsync()).ShouldBe([expected, expected]);

        (await world.RowsAsync()).ShouldBeEmpty();
        (await RenewAsync()).ShouldBeEmpty();
        world.Google.WatchFails = null;
        await world.OpenAsync(ChannelWorld.First);
        (await world.ScalarAsync<int>("SELECT count(*)::int FROM google_calendar_connections WHERE push_refused IS NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task After_a_lost_answer_the_channel_that_may_be_open_is_recognised_and_the_next_one_takes_over()
    {
        world.Google.WatchFails = FailureClassifier.NoAnswer("timeout");
        (await world.Channels.StartAsync(ChannelWorld.First, CancellationToken.None)).Outcome.ShouldBe(ChannelOutcome.Failed);
        var (request, resource) = world.Google.Open.Single();
        var message = new WebhookMessage(request.ChannelId, resource, request.Token, "3");

        await world.ReceiveAsync(message);
        world.Puller.Pulled.Count.ShouldBe(1);

        world.Google.WatchFails = null;
        await world.OpenAsync(ChannelWorld.First);
        await world.ReceiveAsync(message with { MessageNumber = "4" });
        world.Puller.Pulled.Count.ShouldBe(1);
        (await world.RowsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_leaves_no_row()
    {
        world.Google.WatchFails = new GoogleApiException(GoogleFault.NotFound, 404, "notFound");

        (await world.Channels.StartAsync(ChannelWorld.First, CancellationToken.None)).ShouldBe(new ChannelResult(ChannelOutcome.Failed, Reason: "notFound"));

        (await world.RowsAsync()).ShouldBeEmpty();
        (await world.ScalarAsync<int>("SELECT count(*)::int FROM google_calendar_connections WHERE push_refused IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task A_channel_that_could_not_be_stopped_is_deaf_and_stopped_next_time()
    {
        var old = await world.OpenAsync(ChannelWorld.First);
        world.Google.StopFails = new GoogleApiException(GoogleFault.Transient, 503, "backendError");
        await world.OpenAsync(ChannelWorld.First);
        (await world.RowsAsync()).Count(r => r.Enabled).ShouldBe(1);

        await world.ReceiveAsync(old);
        world.Puller.Pulled.ShouldBeEmpty();

        world.Google.StopFails = null;
        await world.OpenAsync(ChannelWorld.First);
        (await world.RowsAsync()).Count.ShouldBe(1);
        world.Google.Open.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_channel_that_a_person_stopped_stays_stopped_until_a_person_starts_one()
    {
        var message = await world.OpenAsync(ChannelWorld.First);
        await world.OpenAsync(ChannelWorld.Second);

        (await world.Watch.StopAsync(ChannelWorld.First, CancellationToken.None)).Outcome.ShouldBe(ChannelOutcome.Stopped);

        await world.ReceiveAsync(message);
        world.Puller.Pulled.ShouldBeEmpty();
        (await RenewAsync()).ShouldBeEmpty();
        await world.OpenAsync(ChannelWorld.First);
        (await world.RowsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_start_that_fails_after_a_stop_is_made_up_for_by_renewal()
    {
        await world.OpenAsync(ChannelWorld.Second);
        await world.Watch.StopAsync(ChannelWorld.First, CancellationToken.None);
        world.Google.WatchFails = new GoogleApiException(GoogleFault.NotFound, 404, "notFound");
        await world.Watch.StartAsync(ChannelWorld.First, CancellationToken.None);
        world.Google.WatchFails = null;

        (await RenewAsync()).Single().Outcome.ShouldBe(ChannelOutcome.Watching);
    }

    [Fact]
    public async Task All_channels_of_an_account_are_stopped_before_its_grant_goes()
    {
        await world.OpenAsync(ChannelWorld.First);
        await world.OpenAsync(ChannelWorld.Second);

        await world.Channels.StopAllAsync(new GoogleAccount(ChannelWorld.First), CancellationToken.None);

        (await world.RowsAsync()).Single().ConnectionId.ShouldBe(ChannelWorld.Second);
        world.Google.Open.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_calendar_that_is_disconnected_meanwhile_keeps_no_channel()
    {
        world.Google.BeforeAnswer = (_, _) => world.ScalarAsync<int>("DELETE FROM google_calendar_connections");

        (await world.Channels.StartAsync(ChannelWorld.First, CancellationToken.None)).Outcome.ShouldBe(ChannelOutcome.Failed);

        world.Google.Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_two_channels_that_open_at_once_one_is_left()
    {
        var waiting = new TaskCompletionSource();
        var both = 0;
        world.Google.BeforeAnswer = async (_, _) =>
        {
            if (Interlocked.Increment(ref both) == 2)
            {
                waiting.SetResult();
            }

            await waiting.Task;
        };

        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.Channels.StartAsync(ChannelWorld.First, CancellationToken.None)));

        results.Select(r => r.Outcome).Order().ShouldBe([ChannelOutcome.Watching, ChannelOutcome.Failed]);
        var row = (await world.RowsAsync()).Single();
        row.Enabled.ShouldBeTrue();
        world.Google.Open.Single().Request.ChannelId.ShouldBe(row.ChannelId);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_keep_old_channels()
    {
        await world.OpenAsync(ChannelWorld.First);
        world.Clock.SetUtcNow(world.Clock.GetUtcNow().AddHours(-5));

        await world.OpenAsync(ChannelWorld.First);

        (await world.RowsAsync()).Count.ShouldBe(1);
        world.Google.Open.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE google_calendar_connections SET enabled = false")]
    [InlineData("UPDATE google_calendar_connections SET status = 'needs_reauth'")]
    [InlineData("UPDATE google_calendar_grants SET status = 'needs_reauth'")]
    [InlineData("DELETE FROM google_calendar_connections")]
    public async Task Connections_that_are_not_in_use_get_no_channel(string disconnect)
    {
        await world.ScalarAsync<int>(disconnect);

        (await world.Watch.StartAsync(ChannelWorld.First, CancellationToken.None)).Outcome.ShouldBe(ChannelOutcome.NotConnected);

        (await RenewAsync()).ShouldBeEmpty();
        world.Google.Open.ShouldBeEmpty();
    }

    private Task<IReadOnlyList<ChannelResult>> RenewAsync() => world.Channels.RenewAsync(TimeSpan.Zero, CancellationToken.None);
}
