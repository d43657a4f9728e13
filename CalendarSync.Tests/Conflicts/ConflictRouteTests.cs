using System.Net;
using System.Text.Json;

using CalendarSync.Tests.Security;

namespace CalendarSync.Tests.Conflicts;

/// <summary>The routes of the contract: shapes, statuses, and what is refused before anything is read.</summary>
public sealed class ConflictRouteTests
{
    [Fact]
    public async Task Conflicts_are_listed_and_decided_over_http()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        Guid row = await EventAsync(app, owner.Company);
        Guid id = await ConflictAsync(app, owner.Company, row, "recorded");
        await ConflictAsync(app, owner.Company, Guid.NewGuid(), "open");
        await ConflictAsync(app, Guid.NewGuid(), Guid.NewGuid(), "open");

        JsonElement open = await ListAsync(app, owner, "");
        open.GetArrayLength().ShouldBe(1);
        open[0].EnumerateObject().Select(m => m.Name).ShouldBe(
            ["id", "event_id", "connection_id", "kind", "status", "winner", "fields", "app", "google", "choice", "created_at", "updated_at", "resolved_at", "title"]);
        open[0].GetProperty("google").GetProperty("title").GetString().ShouldBe("Google");
        (await ListAsync(app, owner, "&status=all")).GetArrayLength().ShouldBe(2);
        (await app.SendAsync(HttpMethod.Get, $"v1/calendar/conflicts?company_id={owner.Company}&status=some", owner.Token)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await app.SendAsync(HttpMethod.Get, "v1/calendar/conflicts", owner.Token)).Status.ShouldBe(HttpStatusCode.BadRequest);

        string path = $"v1/calendar/conflicts/{id}/resolution";
        foreach (string body in (string[])["{}", """{"choice":"both"}""", """{"choice":"app","x":1}""", """{"fields":{"color":"app"}}""", "[]", """{"choice":1}"""])
        {
            (await app.SendAsync(HttpMethod.Post, path, owner.Token, body)).Status.ShouldBe(HttpStatusCode.BadRequest, body);
        }

        (HttpStatusCode status, string answer) = await app.SendAsync(HttpMethod.Post, path, owner.Token, """{"choice":"google"}""");
        status.ShouldBe(HttpStatusCode.OK, answer);
        using JsonDocument resolved = JsonDocument.Parse(answer);
        resolved.RootElement.GetProperty("status").GetString().ShouldBe("resolved");
        (await app.QueryAsync<string>("SELECT title FROM events")).ShouldBe("Google");
        (await app.QueryAsync<Guid>("SELECT resolved_by FROM google_calendar_conflicts WHERE id = @id", new { id })).ShouldBe(owner.Id);
        (await app.SendAsync(HttpMethod.Post, path, owner.Token, """{"choice":"google"}""")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("POST", "v1/calendar/conflicts", HttpStatusCode.NotFound)]
    [InlineData("POST", "v1/calendar/conflicts/5c6f0a3e-0000-0000-0000-000000000000", HttpStatusCode.NotFound)]
    [InlineData("POST", "v1/calendar/conflicts/nonsense/resolution", HttpStatusCode.NotFound)]
    [InlineData("POST", "v1/calendar/conflicts/5c6f0a3e-0000-0000-0000-000000000000/solution", HttpStatusCode.NotFound)]
    [InlineData("GET", "v1/calendar/conflicts/5c6f0a3e-0000-0000-0000-000000000000/resolution", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "v1/calendar/conflicts", HttpStatusCode.MethodNotAllowed)]
    public async Task Other_addresses_and_methods_are_refused(string method, string path, HttpStatusCode expected)
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());

        (await app.SendAsync(new HttpMethod(method), path, owner.Token, method == "POST" ? """{"choice":"app"}""" : null)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Check23_a_choice_needs_the_bearer_token_and_a_json_body()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        Guid id = await ConflictAsync(app, owner.Company, await EventAsync(app, owner.Company), "recorded");
        using var browser = new HttpClient();
        using var form = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Own, $"/api/v1/calendar/conflicts/{id}/resolution"));
        form.Content = new FormUrlEncodedContent([new("choice", "google")]);
        form.Headers.Add("Origin", "https://evil.example");
        form.Headers.Add("Cookie", "session=x");
        (await browser.SendAsync(form)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        using var typed = new HttpRequestMessage(HttpMethod.Post, form.RequestUri);
        typed.Content = new StringContent("""{"choice":"google"}""", System.Text.Encoding.UTF8, "text/plain");
        typed.Headers.Authorization = new("Bearer", owner.Token);
        (await browser.SendAsync(typed)).StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await app.QueryAsync<string>("SELECT status FROM google_calendar_conflicts")).ShouldBe("recorded");
    }

    private static async Task<JsonElement> ListAsync(ConnectApp app, TestUser user, string query)
    {
        (HttpStatusCode status, string body) = await app.SendAsync(HttpMethod.Get, $"v1/calendar/conflicts?company_id={user.Company}{query}", user.Token);
        status.ShouldBe(HttpStatusCode.OK, body);
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("conflicts").Clone();
    }

    private static Task<Guid> EventAsync(ConnectApp app, Guid company) => app.QueryAsync<Guid>(
        "INSERT INTO events (company_id, title, start_at, end_at) VALUES (@company, 'App', now(), now() + interval '1 hour') RETURNING id", new { company });

    private static Task<Guid> ConflictAsync(ConnectApp app, Guid company, Guid row, string status) => app.QueryAsync<Guid>(
        """
        INSERT INTO google_calendar_conflicts (company_id, event_id, kind, status, winner, fields, app, google)
        VALUES (@company, @row, 'fields', @status, CASE WHEN @status = 'recorded' THEN 'app' END, '{title}', '{"title": "App"}', '{"title": "Google"}') RETURNING id
        """,
        new { company, row, status });
}
