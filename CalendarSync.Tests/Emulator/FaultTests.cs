using System.Text.Json;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 42 to 48 and the counters, over a real socket where the line itself fails.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly Google _google = new();

    private FaultPlan Faults => _google.Emulator.Faults;

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task P42_above_its_quota_a_user_is_refused_in_one_of_three_ways_until_the_minute_is_over()
    {
        _google.Emulator.Options.QuotaPerUserPerMinute = 10;
        string id = _google.Made();
        for (int i = 0; i < 3; i++)
        {
            (await _google.Api.PatchAsync(_google.One(id), Json("""{"summary":"x"}"""))).ShouldBe(200);
        }

        (await _google.Api.GetAsync(_google.One(id))).ShouldBe(200);
        HashSet<string> refusals = [];
        for (int i = 0; i < 30; i++)
        {
            GoogleAnswer refused = await _google.Api.GetAsync(_google.One(id));
            refused.Domain.ShouldBe("usageLimits");
            refusals.Add($"{refused.Status} {refused.Reason}");
        }

        refusals.Order(StringComparer.Ordinal).ShouldBe(["403 rateLimitExceeded", "403 userRateLimitExceeded", "429 rateLimitExceeded"]);
        (await _google.As(Google.Ben).GetAsync(GoogleApi.EventsOf("primary"))).ShouldBe(200);
        _google.Time.Advance(TimeSpan.FromMinutes(1));
        (await _google.Api.GetAsync(_google.One(id))).ShouldBe(200);
    }

    [Fact]
    public async Task P43_exhausted_writes_are_refused_and_reads_go_on()
    {
        _google.Emulator.ChangeAccount(Google.Anna, writesExhausted: true);
        (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldRefuse(403, "quotaExceeded");
        (await _google.Api.GetAsync(_google.Events)).ShouldBe(200);
    }

    [Fact]
    public async Task P44_an_error_before_the_write_leaves_nothing_and_one_after_it_leaves_the_write()
    {
        Faults.Next("events.insert", Fault.BackendError(), Fault.LostAnswer(503));
        (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldRefuse(500, "backendError");
        _google.Emulator.LiveEvents(_google.Work).ShouldBeEmpty();
        (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldBe(503);
        _google.Emulator.LiveEvents(_google.Work).ShouldHaveSingleItem();
        (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldBe(200);
        _google.Emulator.Calls.Records().Select(r => (r.Status, r.Applied, r.Fault)).ShouldBe([(500, false, "500"), (503, true, "503 after"), (200, true, null)]);
    }

    [Fact]
    public async Task P45_answers_can_be_html_or_lack_their_errors_or_be_cut()
    {
        Faults.Next("*", Fault.BadGatewayHtml(), Fault.WithoutErrors(500), Fault.EmptyBody(503), Fault.TruncatedJson());
        (await _google.Api.GetAsync(_google.Events)).ShouldBe(502).Text.ShouldStartWith("<!DOCTYPE html>");
        (await _google.Api.GetAsync(_google.Events)).ShouldBe(500).Json["error"]!.AsObject().ContainsKey("errors").ShouldBeFalse();
        (await _google.Api.GetAsync(_google.Events)).ShouldBe(503).Text.ShouldBeEmpty();
        GoogleAnswer cut = (await _google.Api.GetAsync(_google.Events)).ShouldBe(200);
        Should.Throw<JsonException>(() => cut.Json);
    }

    [Fact]
    public async Task P46_connections_break_before_after_and_in_the_middle_over_a_real_socket()
    {
        await using EmulatorHost host = await EmulatorHost.StartAsync(_google.Emulator);
        using HttpClient http = new() { BaseAddress = new Uri(host.ApiUrl + "/") };
        GoogleApi api = new(http, _google.Emulator.IssueTokens(Google.Anna).AccessToken);
        Faults.Next("events.insert", Fault.Reset(), Fault.ResetAfter(), Fault.CutBody());
        await Should.ThrowAsync<HttpRequestException>(() => api.PostAsync(_google.Events, Google.Review()));
        _google.Emulator.LiveEvents(_google.Work).ShouldBeEmpty();
        await Should.ThrowAsync<HttpRequestException>(() => api.PostAsync(_google.Events, Google.Review()));
        _google.Emulator.LiveEvents(_google.Work).Count.ShouldBe(1);
        await Should.ThrowAsync<HttpRequestException>(() => api.PostAsync(_google.Events, Google.Review()));
        _google.Emulator.LiveEvents(_google.Work).Count.ShouldBe(2);
        (await api.PostAsync(_google.Events, Google.Review())).ShouldBe(200);
    }

    [Fact]
    public async Task P46_a_slow_answer_waits_for_the_injected_clock()
    {
        Faults.Next("events.list", Fault.Slow(TimeSpan.FromSeconds(30)));
        Task<GoogleAnswer> slow = _google.Api.GetAsync(_google.Events);
        await _google.Time.TimersArmedAsync(1);
        slow.IsCompleted.ShouldBeFalse();
        _google.Time.Advance(TimeSpan.FromSeconds(30));
        (await slow).ShouldBe(200);
    }

    [Fact]
    public async Task A_script_sees_every_call_and_a_user_can_edit_in_between()
    {
        string id = _google.Made();
        string etag = (await _google.Api.GetAsync(_google.One(id))).Etag;
        using (Faults.Script(call => call is { Method: "events.update", CalendarId: not null, EventId: { } edited }
            ? Fault.Meanwhile(() => { _google.User.Edit(_google.Work, edited, """{"summary":"Faster"}"""); return ValueTask.CompletedTask; })
            : null))
        {
            (await _google.Api.PutAsync(_google.One(id), Google.Review("Mine"), etag)).ShouldRefuse(412, "conditionNotMet");
        }

        ((string?)_google.Emulator.Event(_google.Work, id)!["summary"]).ShouldBe("Faster");
        (await _google.Api.PutAsync(_google.One(id), Google.Review("Mine"))).ShouldBe(200);
    }

    [Fact]
    public async Task Random_faults_follow_from_the_seed()
    {
        static async Task<string> Run(int seed)
        {
            using Google google = new();
            google.Emulator.Faults.Random(seed, 0.5, [Fault.BackendError(), Fault.TooManyRequests(TimeSpan.FromSeconds(3))]);
            List<int> statuses = [];
            for (int i = 0; i < 30; i++)
            {
                statuses.Add((await google.Api.GetAsync(google.Events)).Status);
            }

            return string.Join(' ', statuses);
        }

        string first = await Run(7);
        first.ShouldContain("200");
        first.ShouldContain("429");
        first.ShouldContain("500");
        (await Run(7)).ShouldBe(first);
        string.Equals(await Run(8), first, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task P48_reads_may_lag_behind_writes_and_nothing_is_lost_by_it()
    {
        string old = _google.Made("Old");
        _google.Time.Advance(TimeSpan.FromSeconds(10));
        _google.Emulator.Options.ReadLag = TimeSpan.FromSeconds(2);
        string made = (await _google.Api.PostAsync(_google.Events, Google.Review())).ShouldBe(200).Id;
        _google.User.Edit(_google.Work, old, """{"summary":"New"}""");
        (await _google.Api.GetAsync(_google.One(made))).ShouldRefuse(404, "notFound");
        (List<JsonObject> stale, string? token) = await _google.Api.ListAsync(_google.Work);
        ((string?)stale.ShouldHaveSingleItem()["summary"]).ShouldBe("Old");
        (await _google.Api.DeltaAsync(_google.Work, token!)).Items.ShouldBeEmpty();
        _google.Time.Advance(TimeSpan.FromSeconds(2));
        (await _google.Api.GetAsync(_google.One(made))).ShouldBe(200);
        (await _google.Api.DeltaAsync(_google.Work, token!)).Items.Select(i => (string)i["id"]!).Order(StringComparer.Ordinal).ShouldBe(new[] { old, made }.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task P47_a_batch_runs_its_calls_apart_and_answers_with_response_ids()
    {
        string id = _google.Made();
        string batch = string.Join("\r\n",
            "--XYZ", "Content-Type: application/http", "Content-ID: <1>", "", $"PATCH /calendar/v3/{_google.One(id)}", "Content-Type: application/json", "", """{"summary":"Batched"}""",
            "--XYZ", "Content-Type: application/http", "Content-ID: 2", "", $"GET /calendar/v3/{_google.One("nosuchevent")}", "", "",
            "--XYZ", "Content-Type: application/http", "Content-ID: 3", "", $"DELETE /calendar/v3/{_google.One(id)} HTTP/1.1", "If-Match: \"1\"", "", "", "--XYZ--");
        (int status, string text) = await BatchAsync(batch);
        status.ShouldBe(200);
        text.ShouldContain("Content-ID: <response-1>\r\n\r\nHTTP/1.1 200 OK\r\nETag: \"");
        text.ShouldContain("Content-ID: response-2\r\n\r\nHTTP/1.1 404 NotFound");
        text.ShouldContain("Content-ID: response-3\r\n\r\nHTTP/1.1 412");
        ((string?)_google.Emulator.Event(_google.Work, id)!["summary"]).ShouldBe("Batched");
        CallLog calls = _google.Emulator.Calls;
        (calls.Count("batch"), calls.Count("events.patch"), calls.Count("events.get"), calls.Units).ShouldBe((1, 1, 1, 5));
    }

    [Fact]
    public async Task P47_a_batch_holds_fifty_calls()
    {
        string part = $"--XYZ\r\nContent-Type: application/http\r\n\r\nGET /calendar/v3/{_google.Events}\r\n\r\n";
        (await BatchAsync(string.Concat(Enumerable.Repeat(part, 50)) + "--XYZ--")).Status.ShouldBe(200);
        (await BatchAsync(string.Concat(Enumerable.Repeat(part, 51)) + "--XYZ--")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Calls_are_counted_by_method_account_and_unit()
    {
        List<string> seen = [];
        using IDisposable subscription = _google.Emulator.Calls.Subscribe(r => seen.Add(r.Method));
        string id = (await _google.Api.PostAsync(_google.Events, Google.Review())).Id;
        await _google.Api.PatchAsync(_google.One(id), Json("""{"summary":"x"}"""));
        await _google.As(Google.Ben).GetAsync(_google.Events);
        CallLog calls = _google.Emulator.Calls;
        (calls.Total, calls.Units, calls.Writes, calls.AppliedWrites).ShouldBe((3, 5, 2, 2));
        calls.ByAccount()[Google.Anna].ShouldBe((2, 4));
        calls.Count("events.insert").ShouldBe(1);
        calls.Records()[0].EventId.ShouldBe(id);
        seen.ShouldBe(["events.insert", "events.patch", "events.list"]);
        calls.Reset();
        (calls.Total, calls.Units, calls.Records().Count).ShouldBe((0, 0, 0));
    }

    private async Task<(int Status, string Text)> BatchAsync(string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/batch/calendar/v3") { Content = new StringContent(body) };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/mixed; boundary=XYZ");
        request.Headers.Authorization = new("Bearer", _google.Emulator.IssueTokens(Google.Anna).AccessToken);
        using HttpResponseMessage answer = await _google.Http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
