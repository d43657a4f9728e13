using System.Text;

using CalendarSync.Core.Google;

using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Google;

public sealed class GoogleClientTests : IAsyncLifetime
{
    private const string Event = """{"id":"abcdef","etag":"\"1\"","start":{"date":"2026-02-16"},"end":{"date":"2026-02-17"}}""";

    private GoogleDouble google = null!;

    public async Task InitializeAsync() => google = await GoogleDouble.StartAsync();

    public async Task DisposeAsync() => await google.DisposeAsync();

    [Fact]
    public async Task A_listing_asks_for_everything_and_encodes_what_it_repeats()
    {
        google.Says("""{"items":[],"nextPageToken":"p"}""");
        var first = new EventListRequest("a#b@example.org", null, null, ["default", "fromGmail"], Events.At("2026-01-01T00:00:00Z"), Events.At("2026-03-01T00:00:00+01:00"));

        await google.Client().ListEventsAsync(GoogleDouble.Account, first, CancellationToken.None);
        await google.Client().ListEventsAsync(GoogleDouble.Account, first with { SyncToken = "t+/=", PageToken = "p&=" }, CancellationToken.None);

        google.Requests.ShouldBe(
        [
            "GET /calendar/v3/calendars/a%23b%40example.org/events?prettyPrint=false&singleEvents=false&showDeleted=true&maxResults=2500&eventTypes=default&eventTypes=fromGmail&timeMin=2026-01-01T00:00:00Z&timeMax=2026-02-28T23:00:00Z [Bearer first]",
            "GET /calendar/v3/calendars/a%23b%40example.org/events?prettyPrint=false&singleEvents=false&showDeleted=true&maxResults=2500&eventTypes=default&eventTypes=fromGmail&syncToken=t%2B%2F%3D&pageToken=p%26%3D [Bearer first]",
        ]);
    }

    [Fact]
    public async Task Writes_mail_nobody_and_send_the_etag_as_it_came()
    {
        google.Says(Event);
        var client = google.Client();
        var body = Encoding.UTF8.GetBytes("""{"id":"abcdef"}""");

        (await client.InsertEventAsync(GoogleDouble.Account, "c", body, CancellationToken.None)).Etag.ShouldBe("\"1\"");
        await client.UpdateEventAsync(GoogleDouble.Account, "c", "abcdef", body, "\"1\"", CancellationToken.None);
        await client.UpdateEventAsync(GoogleDouble.Account, "c", "abcdef", body, null, CancellationToken.None);
        await client.DeleteEventAsync(GoogleDouble.Account, "c", "abcdef", "\"2\"", CancellationToken.None);
        await client.MoveEventAsync(GoogleDouble.Account, "c", "abcdef", "d@x", CancellationToken.None);
        await client.GetEventAsync(GoogleDouble.Account, "c", "abcdef_20260216T090000Z", CancellationToken.None);

        google.Requests.ShouldBe(
        [
            """POST /calendar/v3/calendars/c/events?prettyPrint=false&sendUpdates=none [Bearer first]  {"id":"abcdef"}""",
            """PUT /calendar/v3/calendars/c/events/abcdef?prettyPrint=false&sendUpdates=none [Bearer first] "1" {"id":"abcdef"}""",
            """PUT /calendar/v3/calendars/c/events/abcdef?prettyPrint=false&sendUpdates=none [Bearer first]  {"id":"abcdef"}""",
            """DELETE /calendar/v3/calendars/c/events/abcdef?prettyPrint=false&sendUpdates=none [Bearer first] "2" """.TrimEnd(),
            "POST /calendar/v3/calendars/c/events/abcdef/move?prettyPrint=false&sendUpdates=none&destination=d%40x [Bearer first]",
            "GET /calendar/v3/calendars/c/events/abcdef_20260216T090000Z?prettyPrint=false [Bearer first]",
        ]);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    public async Task Ids_cannot_lead_to_another_address(string id)
    {
        (await FailureAsync(() => google.Client().GetEventAsync(GoogleDouble.Account, "c", id, CancellationToken.None))).Fault.ShouldBe(GoogleFault.Permanent);
        (await FailureAsync(() => google.Client().DeleteEventAsync(GoogleDouble.Account, id, "abcdef", null, CancellationToken.None))).Fault.ShouldBe(GoogleFault.Permanent);
        google.Requests.ShouldBeEmpty();

        google.Says(Event);
        await google.Client().GetEventAsync(GoogleDouble.Account, "../x", "a/b?c#d%", CancellationToken.None);
        google.Requests.Single().ShouldStartWith("GET /calendar/v3/calendars/..%2Fx/events/a%2Fb%3Fc%23d%25?prettyPrint=false ");
    }

    [Fact]
    public async Task A_dead_access_token_is_renewed_once()
    {
        google.Answer = async context =>
        {
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer second" ? 200 : 401;
            await context.Response.WriteAsync(context.Response.StatusCode == 200 ? Event : """{"error":{"code":401,"status":"UNAUTHENTICATED"}}""", CancellationToken.None);
        };

        await google.Client().InsertEventAsync(GoogleDouble.Account, "c", Encoding.UTF8.GetBytes("{}"), CancellationToken.None);

        google.Rejected.ShouldBe([null, "first"]);
        google.Requests.Count.ShouldBe(2);
        google.Requests[1].ShouldEndWith("{}");
    }

    [Fact]
    public async Task An_account_whose_new_token_is_refused_too_has_to_connect_again()
    {
        google.Says("", 401);

        (await FailureAsync(GetAsync)).Fault.ShouldBe(GoogleFault.NeedsReauthorisation);
        google.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refusal_that_no_token_changes_is_not_repeated()
    {
        google.Says("""{"error":{"errors":[{"domain":"global","reason":"push.webhookUrlUnauthorized"}],"code":401}}""", 401);

        (await FailureAsync(() => google.Client().WatchEventsAsync(
            GoogleDouble.Account, "c", new WatchRequest("ch", "https://example.org", "t", TimeSpan.FromDays(7)), CancellationToken.None))).Fault.ShouldBe(GoogleFault.PushNotSupported);
        google.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_is_read_with_its_strange_items_set_aside()
    {
        google.Says(
            """
            {"kind":"calendar#events","defaultReminders":[{"method":"popup"}],"timeZone":"Europe/Paris","accessRole":"owner","items":[
             {"id":"one","status":"cancelled"},
             {"id":"bad","status":7},
             {"id":"nul","status":"cancelled","summary":"a\u0000b"},
             [1,{"id":"x"}], null, "text",
             {"id":"two","new":{"deep":[1,{"x":null}]},"start":{"date":"2026-02-16"},"end":{"date":"2026-02-17"}}
            ],"nextSyncToken":"t="}
            """);

        var page = await ListAsync();

        page.Items.Select(e => e.Id).ShouldBe(["one", "two"]);
        page.Unreadable.Select(u => u.Reason).ShouldBe(["unexpectedForm", "unstorableText", "unexpectedForm", "unexpectedForm", "unexpectedForm"]);
        page.Unreadable[0].Id.ShouldBe("bad");
        page.Unreadable[1].Id.ShouldStartWith("sha256-");
        Events.Text(page.Unreadable[1].Raw).ShouldStartWith("""{"base64":""");
        Events.Text(page.Items[1].Raw).ShouldBe("""{"id":"two","new":{"deep":[1,{"x":null}]},"start":{"date":"2026-02-16"},"end":{"date":"2026-02-17"}}""");
        (page.NextSyncToken, page.NextPageToken, page.TimeZone, page.AccessRole).ShouldBe(("t=", null, "Europe/Paris", "owner"));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_spoil_only_their_item()
    {
        var page = Encoding.Latin1.GetBytes("""{"items":[{"id":"one","status":"cancelled","x":"é"},{"id":"two","status":"cancelled"}],"nextPageToken":"p"}""");
        google.Answer = context => context.Response.Body.WriteAsync(page, CancellationToken.None).AsTask();

        var read = await ListAsync();

        read.Items.Single().Id.ShouldBe("two");
        read.Unreadable.Single().Reason.ShouldBe("unstorableText");
    }

    [Fact]
    public async Task Googles_clock_is_measured_on_the_way()
    {
        google.Answer = context =>
        {
            context.Response.Headers.Date = google.Clock.GetUtcNow().AddMinutes(-10).ToString("R");
            return context.Response.WriteAsync(Event, CancellationToken.None);
        };

        await GetAsync();

        google.ServerClock.Offset.TotalSeconds.ShouldBe(-600, 1);
    }

    [Fact]
    public async Task A_channel_says_what_was_opened_and_one_that_is_gone_is_stopped()
    {
        google.Says("""{"kind":"api#channel","id":"ch","resourceId":"r","expiration":"1780000000000"}""");
        var opened = await google.Client().WatchEventsAsync(GoogleDouble.Account, "c@x", new WatchRequest("ch", "https://example.org/h", "tok", TimeSpan.FromDays(7)), CancellationToken.None);
        opened.ShouldBe(new WatchAnswer("r", 1780000000000));
        google.Requests[0].ShouldBe(
            """POST /calendar/v3/calendars/c%40x/events/watch?prettyPrint=false [Bearer first]  {"id":"ch","type":"web_hook","address":"https://example.org/h","token":"tok","params":{"ttl":"604800"}}""");

        google.Says("""{"error":{"errors":[{"reason":"notFound"}]}}""", 404);
        await google.Client().StopChannelAsync(GoogleDouble.Account, "ch", "r", CancellationToken.None);
        google.Requests[1].ShouldEndWith("""{"id":"ch","resourceId":"r"}""");

        google.Says("{}");
        (await FailureAsync(() => google.Client().WatchEventsAsync(GoogleDouble.Account, "c", new WatchRequest("ch", "https://example.org/h", "tok", TimeSpan.FromDays(7)), CancellationToken.None)))
            .Fault.ShouldBe(GoogleFault.Transient);
    }

    [Fact]
    public async Task The_calendar_list_is_read_to_its_end()
    {
        google.Answer = context => context.Response.WriteAsync(context.Request.Query.ContainsKey("pageToken")
            ? """{"items":[{"id":"b","deleted":true},{"noId":1},7]}"""
            : """{"items":[{"id":"a@example.org","summary":"A","summaryOverride":"Mine","primary":true,"timeZone":"Europe/Paris","accessRole":"writerWithoutPrivateAccess","backgroundColor":"#ffffff"}],"nextPageToken":"p"}""", CancellationToken.None);

        var calendars = await google.Client().ListCalendarsAsync(GoogleDouble.Account, CancellationToken.None);

        calendars.ShouldBe(
        [
            new CalendarListEntry("a@example.org", "Mine", "Europe/Paris", "writerWithoutPrivateAccess", true, false, "#ffffff"),
            new CalendarListEntry("b", null, null, null, false, true, null),
        ]);
    }

    private static async Task<GoogleApiException> FailureAsync(Func<Task> call) => await Should.ThrowAsync<GoogleApiException>(call);

    private Task<EventPage> ListAsync() => google.Client().ListEventsAsync(GoogleDouble.Account, new EventListRequest("c", null, null, ["default"]), CancellationToken.None);

    private Task<GoogleEvent> GetAsync() => google.Client().GetEventAsync(GoogleDouble.Account, "c", "abcdef", CancellationToken.None);
}
