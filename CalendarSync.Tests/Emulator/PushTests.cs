using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Push;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 36 and 38 to 41: channels and messages. The receiver's end needs the emulator, so these do not run against Google.</summary>
public sealed class PushTests : IDisposable
{
    private readonly Receiver _receiver = new();
    private readonly Google _google;

    public PushTests() => _google = new Google(new EmulatorOptions { PushHandler = _receiver });

    private string Watch => _google.Events + "/watch";

    public void Dispose()
    {
        _google.Dispose();
        _receiver.Dispose();
    }

    [Fact]
    public async Task P38_a_sync_message_comes_first_and_then_one_for_every_change()
    {
        JsonObject channel = (await _google.Api.PostAsync(Watch, Channel("one"))).ShouldBe(200).Json;
        ((string?)channel["kind"]).ShouldBe("api#channel");
        string id = _google.Made();
        (await _google.Api.PatchAsync(_google.One(id), new JsonObject { ["summary"] = "Own" })).ShouldBe(200);
        _receiver.Messages.ShouldBeEmpty("nothing leaves before the test says so");
        await _google.Emulator.Push.DeliverAsync();

        _receiver.Messages.Select(m => m.State).ShouldBe(["sync", "exists", "exists"]);
        _receiver.Messages[0].Number.ShouldBe(1);
        _receiver.Messages[1].Number.ShouldBeGreaterThan(1);
        _receiver.Messages[2].Number.ShouldBeGreaterThan(_receiver.Messages[1].Number);
        (_, _, IReadOnlyDictionary<string, string> headers, byte[] body) = _receiver.Messages[2];
        body.ShouldBeEmpty();
        headers["X-Goog-Channel-ID"].ShouldBe("one");
        headers["X-Goog-Channel-Token"].ShouldBe("secret");
        headers["X-Goog-Resource-ID"].ShouldBe((string?)channel["resourceId"]);
        headers["X-Goog-Resource-URI"].ShouldBe((string?)channel["resourceUri"]);
        headers["X-Goog-Channel-Expiration"].ShouldBe(_google.Time.GetUtcNow().AddDays(7).ToString("R", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task P38_the_sync_message_may_arrive_before_the_answer()
    {
        _google.Emulator.Options.SyncMessageBeforeAnswer = true;
        await _google.Api.PostAsync(Watch, Channel("one"));
        _receiver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task P39_a_channel_ends_after_seven_days_at_the_latest_and_without_a_word()
    {
        long week = _google.Time.GetUtcNow().AddDays(7).ToUnixTimeMilliseconds();
        Expiration(await _google.Api.PostAsync(Watch, Channel("default"))).ShouldBe(week);
        JsonObject month = Channel("month");
        month["params"] = new JsonObject { ["ttl"] = "2592000" };
        Expiration(await _google.Api.PostAsync(Watch, month)).ShouldBe(week);
        JsonObject hour = Channel("hour");
        hour["expiration"] = _google.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        Expiration(await _google.Api.PostAsync(Watch, hour)).ShouldBe(_google.Time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds());

        await _google.Emulator.Push.DeliverAsync();
        _receiver.Messages.Clear();
        _google.Emulator.Clock.Advance(TimeSpan.FromHours(2));
        _google.Made();
        await _google.Emulator.Push.DeliverAsync();
        _receiver.Messages.Select(m => m.Headers["X-Goog-Channel-ID"]).ShouldBe(["default", "month"]);
    }

    [Theory]
    [InlineData("id", "\"with space\"", "invalid")]
    [InlineData("id", "\"12345678901234567890123456789012345678901234567890123456789012345\"", "invalid")]
    [InlineData("address", "\"http://hooks.example.com/google\"", "push.webhookUrlNotHttps")]
    [InlineData("type", "\"email\"", "invalid")]
    [InlineData("expiration", "1000", "invalid")]
    public async Task P39_bad_channels_are_refused(string field, string value, string reason)
    {
        JsonObject channel = Channel("one");
        channel[field] = JsonNode.Parse(value);
        (await _google.Api.PostAsync(Watch, channel)).ShouldRefuse(400, reason);
    }

    [Fact]
    public async Task P39_an_id_is_unique_while_its_channel_lives_and_stop_needs_the_right_pair()
    {
        string resource = (string)(await _google.Api.PostAsync(Watch, Channel("one"))).Json["resourceId"]!;
        (await _google.Api.PostAsync(Watch, Channel("one"))).ShouldRefuse(400, "channelIdNotUnique");
        (await _google.Api.PostAsync("channels/stop", Pair("one", "wrong"))).ShouldRefuse(404, "notFound");
        (await _google.As(Google.Ben).PostAsync("channels/stop", Pair("one", resource))).ShouldRefuse(404, "notFound");
        (await _google.Api.PostAsync("channels/stop", Pair("one", resource))).ShouldBe(204);
        (await _google.Api.PostAsync("channels/stop", Pair("one", resource))).ShouldRefuse(404, "notFound");
        (await _google.Api.PostAsync(Watch, Channel("one"))).ShouldBe(200);
    }

    [Fact]
    public async Task P40_only_5xx_is_tried_again_and_later()
    {
        await _google.Api.PostAsync(Watch, Channel("one"));
        _receiver.Answers.Enqueue(HttpStatusCode.ServiceUnavailable);
        PushDelivery first = (await _google.Emulator.Push.DeliverAsync()).ShouldHaveSingleItem();
        first.WillRetry.ShouldBeTrue();
        (await _google.Emulator.Push.DeliverAsync()).ShouldBeEmpty("the retry waits");
        _google.Time.Advance(TimeSpan.FromSeconds(5));
        _receiver.Answers.Enqueue(HttpStatusCode.NotFound);
        (await _google.Emulator.Push.DeliverAsync()).ShouldHaveSingleItem().WillRetry.ShouldBeFalse();
        _google.Emulator.Push.Pending.ShouldBeEmpty();
    }

    [Fact]
    public async Task P40_messages_can_be_lost_doubled_delayed_and_reordered()
    {
        PushDispatcher push = _google.Emulator.Push;
        await _google.Api.PostAsync(Watch, Channel("one"));
        await push.DeliverAsync();
        _receiver.Messages.Clear();

        push.DropRate = 1;
        _google.Made();
        push.Pending.ShouldBeEmpty();
        (push.DropRate, push.DuplicateRate) = (0, 1);
        _google.Made();
        (await push.DeliverAsync()).Count.ShouldBe(2);
        _receiver.Messages[0].Number.ShouldBe(_receiver.Messages[1].Number);

        (push.DuplicateRate, push.Delay) = (0, TimeSpan.FromHours(1));
        _google.Made();
        (await push.DeliverAsync()).ShouldBeEmpty();
        _google.Emulator.Clock.Advance(TimeSpan.FromHours(1));
        (await push.DeliverAsync()).Count.ShouldBe(1);

        (push.Delay, push.Reorder) = (TimeSpan.Zero, true);
        for (int i = 0; i < 10; i++)
        {
            _google.Made();
        }

        long[] numbers = [.. (await push.DeliverAsync()).Select(d => d.Message.Number)];
        numbers.Order().SequenceEqual(numbers).ShouldBeFalse();
    }

    [Fact]
    public async Task P41_a_generated_calendar_cannot_be_watched()
    {
        string holidays = _google.Emulator.AddHolidayCalendar(Google.Anna);
        (await _google.Api.PostAsync(GoogleApi.EventsOf(holidays) + "/watch", Channel("one"))).ShouldRefuse(400, "pushNotSupportedForRequestedResource");
        (await _google.Api.GetAsync(GoogleApi.EventsOf(holidays))).ShouldBe(200);
    }

    [Fact]
    public async Task P36_a_channel_goes_quiet_when_access_is_lost()
    {
        _google.Emulator.Share(_google.Work, Google.Ben, AccessRole.Reader);
        (await _google.As(Google.Ben).PostAsync(Watch, Channel("ben"))).ShouldBe(200);
        await _google.Emulator.Push.DeliverAsync();
        _google.Emulator.Share(_google.Work, Google.Ben, AccessRole.None);
        _google.Made();
        (await _google.Emulator.Push.DeliverAsync()).ShouldBeEmpty();
        (await _google.As(Google.Ben).GetAsync(_google.Events)).ShouldRefuse(404, "notFound");
    }

    private static long Expiration(GoogleAnswer answer) => long.Parse((string)answer.ShouldBe(200).Json["expiration"]!);

    private static JsonObject Pair(string id, string resourceId) => new() { ["id"] = id, ["resourceId"] = resourceId };

    private static JsonObject Channel(string id) => new() { ["id"] = id, ["type"] = "web_hook", ["address"] = Receiver.Address, ["token"] = "secret" };
}
