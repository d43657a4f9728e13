using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

using CalendarSync.Core.Upkeep;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Security;

/// <summary>The connection as a browser makes it, on the emulator's consent page: choose an account, tick boxes, press a button.</summary>
public sealed partial class EmulatorConsentTests : IAsyncLifetime
{
    private const string Doctor = "canary-doctor@example.com";
    private const string Colleague = "canary-colleague@example.com";
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");

    private readonly FakeTimeProvider _clock = new();
    private GoogleEmulator _google = null!;
    private EmulatorHost _host = null!;
    private ConnectApp _app = null!;
    private TestUser _user = null!;

    public async Task InitializeAsync()
    {
        _google = new GoogleEmulator(timeProvider: _clock);
        _google.AddAccount(Doctor);
        _google.AddAccount(Colleague);
        _host = await EmulatorHost.StartAsync(_google);
        _app = await ConnectApp.StartAsync(
            _clock,
            firstSync: true,
            ("GOOGLE_CLIENT_ID", _google.Options.ClientId), ("GOOGLE_CLIENT_SECRET", _google.Options.ClientSecret), ("GOOGLE_AUTH_URL", _host.AuthUrl),
            ("GOOGLE_TOKEN_URL", _host.TokenUrl), ("GOOGLE_REVOKE_URL", _host.RevokeUrl), ("GOOGLE_API_URL", _host.ApiUrl));
        _user = await _app.UserAsync(Company);
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _host.DisposeAsync();
        _google.Dispose();
    }

    [Fact]
    public async Task After_the_consent_the_calendar_s_events_are_rows()
    {
        _google.User(Doctor).Insert("primary", """{"summary":"Consultation","start":{"dateTime":"2026-02-17T14:00:00+01:00"},"end":{"dateTime":"2026-02-17T15:00:00+01:00"}}""");

        TestAnswer answer = await ConnectAsync(Doctor);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        (await _app.QueryAsync<(string, string)>("SELECT calendar_id, status FROM google_calendar_connections")).ShouldBe((Doctor, "connected"));
        (await _app.QueryAsync<string?>("SELECT string_agg(title, ' ') FROM events")).ShouldBe("Consultation");
    }

    [Fact]
    public async Task A_colour_that_is_configured_here_is_the_calendar_s_in_google_and_the_other_way_round_it_is_shown()
    {
        await ConnectAsync(Doctor);
        using (JsonDocument before = JsonDocument.Parse((await _app.SendAsync(HttpMethod.Get, $"v1/calendar/connections?company_id={Company}", _user.Token)).Body))
        {
            JsonElement shown = before.RootElement.GetProperty("connections")[0];
            (shown.GetProperty("color").GetString(), shown.GetProperty("google_color").GetString()).ShouldBe((null, "#9fe1e7"), "the colour that Google gave it");
        }

        Guid id = await _app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        var timers = _app.Services.GetRequiredService<TimedSync>();
        for (var asked = 1; asked <= 2; asked++)
        {
            (await _app.SendAsync(HttpMethod.Patch, $"v1/calendar/connections/{id}", _user.Token, """{"color":"#E67C73"}""")).Status.ShouldBe(HttpStatusCode.OK);
            await timers.ProcessAsync(CancellationToken.None);
            await timers.ProcessAsync(CancellationToken.None);
            _google.User(Doctor).ColorOf("primary").ShouldBe("#e67c73");
            _google.Calls.Count("calendarList.patch").ShouldBe(asked, "once for every wish");
            _google.User(Doctor).Paint("primary", "1");
        }
    }

    [Fact]
    public async Task Check10_a_box_that_was_not_ticked_is_named()
    {
        TestAnswer answer = await ConnectAsync(Doctor, scope => scope.EndsWith("calendar.events", StringComparison.Ordinal));

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Body.ShouldContain("<li>https://www.googleapis.com/auth/calendar</li>");
        (await ConnectAsync(Doctor)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Check10_the_button_that_says_no_connects_nothing()
    {
        (await ConnectAsync(Doctor, decision: "deny")).Body.ShouldContain("Nothing was connected");
        (await _app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_connections")).ShouldBe(0);
    }

    [Fact]
    public async Task Check11_the_other_account_on_the_page_is_refused_once_one_is_connected()
    {
        await ConnectAsync(Doctor);

        (await ConnectAsync(Colleague)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await ConnectAsync(Doctor)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Hours_later_the_token_is_refreshed_and_the_sync_goes_on()
    {
        await ConnectAsync(Doctor);
        _clock.Advance(TimeSpan.FromHours(2));
        _google.User(Doctor).Insert("primary", """{"summary":"Late","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""");

        (HttpStatusCode status, string body) = await _app.SendAsync(HttpMethod.Post, "v1/calendar/sync", _user.Token, $$"""{"company_id":"{{Company}}"}""");

        status.ShouldBe(HttpStatusCode.OK, body);
        (await _app.QueryAsync<string>("SELECT title FROM events")).ShouldBe("Late");
        (await _app.QueryAsync<DateTimeOffset>("SELECT expires_at FROM google_calendar_connections")).ShouldBe(_clock.GetUtcNow().AddSeconds(3599));
    }

    [Fact]
    public async Task An_access_that_was_withdrawn_at_Google_stops_the_account_and_a_reconnection_goes_on_without_doubles()
    {
        _google.User(Doctor).Insert("primary", """{"summary":"Before","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""");
        await ConnectAsync(Doctor);
        _google.RevokeGrant(Doctor);
        _clock.Advance(TimeSpan.FromHours(2));
        await _app.ExecuteAsync("INSERT INTO events (company_id, title, start_at, end_at) VALUES (@Company, 'Waiting', now(), now() + interval '1 hour')", _user);
        string sync = $$"""{"company_id":"{{Company}}"}""";
        await _app.SendAsync(HttpMethod.Post, "v1/calendar/sync", _user.Token, sync);
        string stopped = await _app.QueryAsync<string>("SELECT status FROM google_calendar_connections");
        string waiting = await _app.QueryAsync<string>("SELECT status FROM google_calendar_sync_queue");

        (await ConnectAsync(Doctor)).Status.ShouldBe(HttpStatusCode.OK);
        await _app.SendAsync(HttpMethod.Post, "v1/calendar/sync", _user.Token, sync);
        await _app.SendAsync(HttpMethod.Post, "v1/calendar/sync", _user.Token, sync);

        stopped.ShouldBe("needs_reauth");
        waiting.ShouldBe("pending");
        (await _app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_notifications WHERE kind = 'needs_reauth'")).ShouldBe(1);
        (await _app.QueryAsync<string>("SELECT string_agg(title, ' ' ORDER BY title) FROM events")).ShouldBe("Before Waiting");
        _google.LiveEvents(Doctor).Select(e => e["summary"]!.GetValue<string>()).Order(StringComparer.Ordinal).ShouldBe(["Before", "Waiting"]);
    }

    [Fact]
    public async Task A_disconnection_ends_the_consent_at_Google_and_nothing_is_written_afterwards()
    {
        await ConnectAsync(Doctor);
        Guid id = await _app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");

        (await _app.SendAsync(HttpMethod.Delete, $"v1/calendar/connections/{id}", _user.Token)).Status.ShouldBe(HttpStatusCode.NoContent);
        long changes = _google.ChangeCount(Doctor);
        _google.User(Doctor).Insert("primary", """{"summary":"Unseen","start":{"date":"2026-02-17"},"end":{"date":"2026-02-18"}}""");
        await _app.ExecuteAsync("INSERT INTO events (company_id, title, start_at, end_at) VALUES (@Company, 'Unsent', now(), now() + interval '1 hour')", _user);
        await _app.SendAsync(HttpMethod.Post, "v1/calendar/sync", _user.Token, $$"""{"company_id":"{{Company}}"}""");

        _google.Grants.Grants.ShouldAllBe(grant => grant.Revoked);
        (_google.ChangeCount(Doctor) - changes).ShouldBe(1);
        (await _app.QueryAsync<string>("SELECT string_agg(title, ' ') FROM events")).ShouldBe("Unsent");
        (await _app.QueryAsync<string>("SELECT status FROM google_calendar_sync_queue")).ShouldBe("pending");
    }

    private async Task<TestAnswer> ConnectAsync(string account, Func<string, bool>? ticks = null, string decision = "allow")
    {
        using var browser = new TestBrowser();
        TestAnswer toGoogle = await browser.GetAsync(await _app.StartUrlAsync(_user));
        TestAnswer page = await browser.GetAsync(toGoogle.Location!);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Body);
        List<KeyValuePair<string, string>> fields =
        [
            .. Inputs(page.Body, "hidden"),
            .. Inputs(page.Body, "checkbox").Where(box => ticks is null || ticks(box.Value)),
            new("account", account), new("decision", decision),
        ];
        TestAnswer back = await browser.SubmitAsync(new Uri(toGoogle.Location!, FormAction().Match(page.Body).Groups[1].Value), fields);
        return await browser.GetAsync(back.Location!);
    }

    private static IEnumerable<KeyValuePair<string, string>> Inputs(string html, string type) =>
        Input().Matches(html).Where(match => match.Groups[1].Value == type)
            .Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups[2].Value), WebUtility.HtmlDecode(match.Groups[3].Value)));

    [GeneratedRegex("""<input type="(\w+)" name="(\w+)" value="([^"]*)"[^>]*>""", RegexOptions.None, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("""<form method="post" action="([^"]*)">""", RegexOptions.None, 1000)]
    private static partial Regex FormAction();
}
