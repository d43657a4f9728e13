using CalendarSync.Core.GoogleToApp;
using CalendarSync.Functions;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Tests.Webhooks;

public sealed class WebhookTests : IAsyncLifetime
{
    private ChannelWorld world = null!;

    public async Task InitializeAsync() => world = await ChannelWorld.CreateAsync();

    public async Task DisposeAsync() => await world.DisposeAsync();

    [Fact]
    public async Task A_message_asks_for_a_pull_of_its_calendar_and_no_other()
    {
        var message = await world.OpenAsync(ChannelWorld.First);

        await world.ReceiveAsync(message);

        world.Puller.Pulled.ShouldBe([ChannelWorld.First]);
        (await world.ScalarAsync<Guid>("SELECT id FROM google_calendar_connections WHERE pull_requested_at IS NOT NULL")).ShouldBe(ChannelWorld.First);
    }

    [Fact]
    public async Task Check01_a_forged_message_reads_nothing_and_changes_nothing()
    {
        var real = await world.OpenAsync(ChannelWorld.First);
        var before = await world.RowsAsync();
        string?[] wrong = [null, "", " ", "x", "0", "-1", "1e3", "a\0b", new string('x', 5000), "'; DROP TABLE events --"];

        foreach (var value in wrong.Append(real.Token!.ToUpperInvariant()).Append(real.Token + "x").Append(real.Token[1..]))
        {
            await world.ReceiveAsync(real with { Token = value });
        }

        foreach (var value in wrong.Append(Guid.Empty.ToString()).Append(real.ChannelId!.ToUpperInvariant() + " "))
        {
            await world.ReceiveAsync(real with { ChannelId = value });
        }

        foreach (var value in wrong.Append(real.ResourceId + "x"))
        {
            await world.ReceiveAsync(real with { ResourceId = value });
        }

        foreach (var value in wrong)
        {
            await world.ReceiveAsync(real with { MessageNumber = value });
        }

        await NothingHappenedAsync(before);
        await world.ReceiveAsync(real);
        world.Puller.Pulled.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Check02_replays_doubles_and_late_messages_make_no_pull()
    {
        var message = await world.OpenAsync(ChannelWorld.First);
        await world.ReceiveAsync(message with { MessageNumber = "7" });

        foreach (var number in Enumerable.Range(1, 7))
        {
            await world.ReceiveAsync(message with { MessageNumber = number.ToString() });
        }

        world.Puller.Pulled.Count.ShouldBe(1);
        await world.ReceiveAsync(message with { MessageNumber = "1000000007" });
        world.Puller.Pulled.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Check02_ten_thousand_posts_leave_at_most_one_waiting_pull()
    {
        var message = await world.OpenAsync(ChannelWorld.First);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 10_000),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, _) => await world.ReceiveAsync(i % 2 == 0 ? message : message with { Token = "forged" }));

        world.Puller.Pulled.ShouldBe([ChannelWorld.First]);
        (await world.RequestedPullsAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Check03_parts_of_two_tenants_channels_do_not_fit_together()
    {
        var first = await world.OpenAsync(ChannelWorld.First);
        var second = await world.OpenAsync(ChannelWorld.Second);
        var before = await world.RowsAsync();

        foreach (var (channel, resource, token) in
            from c in new[] { first, second }
            from r in new[] { first, second }
            from t in new[] { first, second }
            where c != r || r != t
            select (c, r, t))
        {
            await world.ReceiveAsync(new WebhookMessage(channel.ChannelId, resource.ResourceId, token.Token, "9"));
        }

        await NothingHappenedAsync(before);
    }

    [Theory]
    [InlineData("UPDATE google_calendar_webhooks SET company_id = gen_random_uuid()")]
    [InlineData("UPDATE google_calendar_webhooks SET calendar_id = 'other@example.com'")]
    [InlineData("UPDATE google_calendar_webhooks SET enabled = false")]
    [InlineData("UPDATE google_calendar_webhooks SET expiration_timestamp = 0")]
    [InlineData("UPDATE google_calendar_connections SET enabled = false")]
    [InlineData("UPDATE google_calendar_connections SET status = 'needs_reauth'")]
    [InlineData("DELETE FROM google_calendar_connections")]
    public async Task Check03_old_channels_and_those_that_do_not_belong_to_their_connection_change_nothing(string sql)
    {
        var message = await world.OpenAsync(ChannelWorld.First);
        await world.ScalarAsync<int>(sql);

        await world.ReceiveAsync(message);

        world.Puller.Pulled.ShouldBeEmpty();
        (await world.RequestedPullsAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Check04_true_forged_unknown_and_failing_messages_get_the_same_answer()
    {
        var real = await world.OpenAsync(ChannelWorld.First);
        var failing = await world.OpenAsync(ChannelWorld.Second);

        List<string> answers =
        [
            await PostAsync(new WebhookMessage(null, null, null, null)),
            await PostAsync(real with { Token = "forged" }),
            await PostAsync(real with { ChannelId = "unknown" }),
            await PostAsync(real),
            await PostAsync(real),
        ];
        world.Puller.Fails = new InvalidOperationException("the database is away");
        answers.Add(await PostAsync(failing));

        answers.ShouldAllBe(a => a == "204 0 0");
        world.Puller.Pulled.ShouldBe([ChannelWorld.First, ChannelWorld.Second]);
    }

    [Fact]
    public async Task Check02_a_large_body_is_not_read()
    {
        var message = await world.OpenAsync(ChannelWorld.First);

        (await PostAsync(message, new byte[64 * 1024])).ShouldBe("204 0 0");
        (await PostAsync(message with { MessageNumber = "3" }, new byte[(64 * 1024) + 1])).ShouldStartWith("413 ");

        world.Puller.Pulled.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_senders_going_away_stops_the_work()
    {
        var message = await world.OpenAsync(ChannelWorld.First);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => world.Webhook.ReceiveAsync(message, gone.Token));
    }

    private async Task NothingHappenedAsync(IReadOnlyList<ChannelRow> before)
    {
        world.Puller.Pulled.ShouldBeEmpty();
        (await world.RequestedPullsAsync()).ShouldBe(0);
        (await world.RowsAsync()).Select(r => r with { TokenHash = [] }).ShouldBe(before.Select(r => r with { TokenHash = [] }));
    }

    private async Task<string> PostAsync(WebhookMessage message, byte[]? body = null)
    {
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { Request = { Method = "POST", Body = new MemoryStream(body ?? []) }, Response = { Body = answer } };
        foreach (var (name, value) in new[]
        {
            ("X-Goog-Channel-ID", message.ChannelId), ("X-Goog-Resource-ID", message.ResourceId), ("X-Goog-Channel-Token", message.Token),
            ("X-Goog-Message-Number", message.MessageNumber),
        })
        {
            if (value is not null)
            {
                context.Request.Headers[name] = value;
            }
        }

        var result = await new GoogleCalendarWebhook(world.Webhook).RunAsync(context.Request, CancellationToken.None);
        if (result is NoContentResult)
        {
            context.Response.StatusCode = 204;
        }
        else
        {
            await result.ExecuteResultAsync(new ActionContext { HttpContext = context });
        }

        return $"{context.Response.StatusCode} {answer.Length} {context.Response.Headers.Count}";
    }
}
