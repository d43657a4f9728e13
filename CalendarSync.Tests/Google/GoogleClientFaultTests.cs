using System.IO.Compression;
using System.Text;

using CalendarSync.Core.Google;

using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Google;

public sealed class GoogleClientFaultTests : IAsyncLifetime
{
    private const string Event = """{"id":"abcdef","etag":"\"1\"","start":{"date":"2026-02-16"},"end":{"date":"2026-02-17"}}""";

    private GoogleDouble google = null!;

    public async Task InitializeAsync() => google = await GoogleDouble.StartAsync();

    public async Task DisposeAsync() => await google.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"items":[{"id":"abcdef","start":{"da""")]
    [InlineData("""{"items":[],"nextSyncToken":"t"} {}""")]
    [InlineData("""{"items":[],"nextSyncToken":"t""")]
    [InlineData("""{"items":{},"nextSyncToken":"t"}""")]
    [InlineData("""{"items":[],"nextSyncToken":"\ud800"}""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>hello</html>")]
    public async Task A_page_that_is_not_whole_is_no_page(string body)
    {
        google.Says(body);

        (await FailureAsync(ListAsync)).Fault.ShouldBe(GoogleFault.Transient);
    }

    [Fact]
    public async Task Compressed_answers_are_read_and_damaged_ones_come_again()
    {
        var zipped = Zip("""{"items":[],"nextPageToken":"p"}""");
        Serve(zipped);
        (await ListAsync()).NextPageToken.ShouldBe("p");

        Serve(zipped[..(zipped.Length / 2)]);
        (await FailureAsync(ListAsync)).Fault.ShouldBe(GoogleFault.Transient);
        Serve([1, 2, 3, 4]);
        (await FailureAsync(ListAsync)).Fault.ShouldBe(GoogleFault.Transient);
    }

    [Fact]
    public async Task Check25_a_small_answer_that_unpacks_to_a_huge_one_is_refused()
    {
        Serve(Zip(new string(' ', 20_000_000)));

        (await FailureAsync(() => google.Client(o => o with { LargestPage = 1_000_000 }).ListEventsAsync(
            GoogleDouble.Account, new EventListRequest("c", null, null, []), CancellationToken.None))).Reason.ShouldBe("answerTooLarge");
        (await FailureAsync(GetAsync)).Reason.ShouldBe("answerTooLarge");
    }

    [Fact]
    public async Task Check25_a_calendar_list_that_never_ends_is_left()
    {
        google.Says("""{"items":[],"nextPageToken":"again"}""");

        (await FailureAsync(() => google.Client().ListCalendarsAsync(GoogleDouble.Account, CancellationToken.None))).Reason.ShouldBe("endlessList");
    }

    [Fact]
    public async Task Check20_redirects_are_not_followed()
    {
        google.Answer = context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        };

        (await FailureAsync(GetAsync)).Status.ShouldBe(302);
        google.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_lost_connection_and_a_silent_server_are_worth_another_try()
    {
        google.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        (await FailureAsync(GetAsync)).Fault.ShouldBe(GoogleFault.Transient);

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        google.Answer = async context =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var waiting = FailureAsync(GetAsync);
        await reached.Task;
        google.Clock.Advance(TimeSpan.FromSeconds(21));
        (await waiting).Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task A_body_that_stops_flowing_ends_with_the_time_limit()
    {
        google.Answer = async context =>
        {
            await context.Response.WriteAsync("""{"items":[""", CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var waiting = FailureAsync(ListAsync);
        await google.Clock.TimersArmedAsync(1);
        google.Clock.Advance(TimeSpan.FromSeconds(46));

        (await waiting).Reason.ShouldBe("timeout");
    }

    [Fact]
    public async Task The_callers_cancellation_stays_one()
    {
        using var stop = new CancellationTokenSource();
        google.Answer = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        await Should.ThrowAsync<OperationCanceledException>(() => google.Client().GetEventAsync(GoogleDouble.Account, "c", "abcdef", stop.Token));
    }

    [Fact]
    public async Task Retry_after_is_heard_in_seconds_and_as_a_date_within_reason()
    {
        Refuse("17");
        (await FailureAsync(GetAsync)).RetryAt.ShouldBe(google.Clock.GetUtcNow().AddSeconds(17));

        Refuse("999999999");
        (await FailureAsync(GetAsync)).RetryAt.ShouldBe(google.Clock.GetUtcNow().AddHours(1));

        google.Answer = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.Date = "Mon, 16 Feb 2026 09:00:00 GMT";
            context.Response.Headers.RetryAfter = "Mon, 16 Feb 2026 09:00:40 GMT";
            return Task.CompletedTask;
        };
        (await FailureAsync(GetAsync)).RetryAt.ShouldBe(google.Clock.GetUtcNow().AddSeconds(40));

        google.Says("", 503);
        (await FailureAsync(GetAsync)).RetryAt.ShouldBeNull();

        void Refuse(string after) => google.Answer = context =>
        {
            context.Response.StatusCode = 403;
            context.Response.Headers.RetryAfter = after;
            return context.Response.WriteAsync("""{"error":{"errors":[{"domain":"usageLimits","reason":"userRateLimitExceeded"}]}}""", CancellationToken.None);
        };
    }

    [Fact]
    public async Task Where_our_own_budget_is_used_up_Google_is_not_asked()
    {
        google.Says(Event);
        var client = google.Client(budget: new RateBudgetOptions(1, 10));
        await client.GetEventAsync(GoogleDouble.Account, "c", "abcdef", CancellationToken.None);

        var failure = await FailureAsync(() => client.GetEventAsync(GoogleDouble.Account, "c", "abcdef", CancellationToken.None));

        (failure.Fault, failure.Reason, failure.RetryAt).ShouldBe((GoogleFault.Transient, "ownBudget", google.Clock.GetUtcNow().AddSeconds(61)));
        google.Requests.Count.ShouldBe(1);
    }

    private static byte[] Zip(string text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return memory.ToArray();
    }

    private static async Task<GoogleApiException> FailureAsync(Func<Task> call) => await Should.ThrowAsync<GoogleApiException>(call);

    private void Serve(byte[] gzip) => google.Answer = context =>
    {
        context.Response.Headers.ContentEncoding = "gzip";
        return context.Response.Body.WriteAsync(gzip, CancellationToken.None).AsTask();
    };

    private Task<EventPage> ListAsync() => google.Client().ListEventsAsync(GoogleDouble.Account, new EventListRequest("c", null, null, ["default"]), CancellationToken.None);

    private Task<GoogleEvent> GetAsync() => google.Client().GetEventAsync(GoogleDouble.Account, "c", "abcdef", CancellationToken.None);
}
