using System.Net;
using System.Net.Http.Headers;
using System.Text;

using CalendarSync.Functions.Http;
using CalendarSync.Local.Runtime;

using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Security;

/// <summary>
/// Who gets what from every route: the routes come from the attributes, so that a route without a row here fails. A row
/// gives the status for: nobody, function key, a member, an admin, the owner, another company's owner.
/// </summary>
public sealed class AccessMatrixTests
{
    // In the path and the body: {company}, {connection}.
    private static readonly Row[] Rows =
    [
        new("google-calendar-oauth-pkce", "POST", "google-calendar-oauth-pkce", """{"company_id":"{company}"}""", "401 401 403 200 200 404"),
        new("google-calendar-oauth-pkce", "GET", "google-calendar-oauth-pkce?state=x&code=y", null, "400 400 400 400 400 400"),
        new("google-calendar-webhook", "POST", "google-calendar-webhook", null, "204 204 204 204 204 204"),
        new("google-calendar-watch", "POST", "google-calendar-watch", """{"connection_id":"{connection}","action":"stop"}""", "401 200 403 200 200 404"),
        new("google-calendar-sync-changes", "POST", "google-calendar-sync-changes", """{"company_id":"{company}"}""", "401 200 403 200 200 404"),
        new("google-calendar-sync-changes", "POST", "google-calendar-sync-changes", """{"connection_id":"{connection}"}""", "401 200 403 200 200 404"),
        new("google-calendar-sync-changes", "POST", "google-calendar-sync-changes", "{}", "401 200 400 400 400 400"),
        new("calendar-sync", "POST", "v1/calendar/sync", """{"company_id":"{company}"}""", "401 200 403 200 200 404"),
        new("calendar-sync", "POST", "v1/calendar/sync", "{}", "401 200 400 400 400 400"),
        new("calendar-connections", "GET", "v1/calendar/connections?company_id={company}", null, "401 401 403 200 200 404"),
        new("calendar-connections", "PATCH", "v1/calendar/connections/{connection}", """{"color":null}""", "401 401 403 200 200 404"),
        new("calendar-connections", "DELETE", "v1/calendar/connections/{connection}", null, "401 401 403 204 204 404"),
        new("calendar-today", "GET", "v1/calendar/events/today?company_id={company}", null, "401 401 200 200 200 404"),
        new("calendar-today", "GET", "v1/calendar/events/today", null, "401 401 400 400 400 400"),
        new("calendar-sweep", "POST", "v1/calendar/connections/{connection}/sweep", """{"approve":false}""", "401 401 403 409 409 404"),
        new("calendar-conflicts", "GET", "v1/calendar/conflicts?company_id={company}", null, "401 401 403 200 200 404"),
        // The conflict has the connection's id, and can be decided once.
        new("calendar-conflicts", "POST", "v1/calendar/conflicts/{connection}/resolution", """{"choice":"app"}""", "401 401 403 200 409 404"),
        new("calendar-queue", "GET", "v1/calendar/queue?company_id={company}", null, "401 401 403 200 200 404"),
        new("calendar-queue", "POST", "v1/calendar/queue/4711/retry", null, "401 401 403 200 200 404"),
        new("calendar-history", "GET", "v1/calendar/history?company_id={company}", null, "401 401 403 200 200 404"),
        new("calendar-settings", "GET", "google-calendar", null, "200 200 200 200 200 200"),
        new("health", "GET", "health", null, "200 200 200 200 200 200"),
    ];

    [Fact]
    public void Check12_every_route_and_method_has_a_row()
    {
        IEnumerable<string> there = FunctionCatalog.Discover(typeof(FunctionsApp).Assembly.GetExportedTypes()).Http
            .SelectMany(function => function.Methods.Select(method => $"{function.Name} {method}"));

        there.Order(StringComparer.Ordinal).ShouldBe(Rows.Select(row => $"{row.Function} {row.Method}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check12_each_caller_gets_what_the_contract_says()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        var company = Guid.NewGuid();
        TestUser owner = await app.UserAsync(company);
        (string? Token, string? Key)[] callers =
        [
            (null, null), (null, "the-function-key"), ((await app.UserAsync(company, "member")).Token, null), ((await app.UserAsync(company, "admin")).Token, null),
            (owner.Token, null), ((await app.UserAsync(Guid.NewGuid())).Token, null),
        ];
        var actual = new List<string>();
        foreach (Row row in Rows)
        {
            await app.ConnectAsync(owner);
            Guid connection = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
            await app.ExecuteAsync(
                """
                INSERT INTO google_calendar_conflicts (id, company_id, event_id, kind, status) VALUES (@connection, @company, @company, 'delete', 'recorded')
                ON CONFLICT (id) DO NOTHING;
                INSERT INTO google_calendar_sync_queue (id, company_id, event_id, action) OVERRIDING SYSTEM VALUE VALUES (4711, @company, @company, 'delete')
                ON CONFLICT (id) DO UPDATE SET status = 'pending', completed_at = NULL
                """,
                new { connection, company });
            var statuses = new List<int>();
            foreach ((string? token, string? key) in callers)
            {
                statuses.Add((int)await SendAsync(app, row, company, connection, token, key));
            }

            actual.Add($"{row} -> {string.Join(' ', statuses)}");
        }

        actual.ShouldBe(Rows.Select(row => $"{row} -> {row.Expected}"), string.Join('\n', app.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Check30_a_key_in_the_address_or_a_wrong_key_opens_nothing()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        var company = Guid.NewGuid();
        await app.ConnectAsync(await app.UserAsync(company));
        Guid connection = await app.QueryAsync<Guid>("SELECT id FROM google_calendar_connections");
        foreach (Row row in Rows)
        {
            int nobody = int.Parse(row.Expected.Split(' ')[0]);
            Row keyed = row with { Path = row.Path + (row.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "code=the-function-key&x-functions-key=the-function-key" };

            ((int)await SendAsync(app, keyed, company, connection, null, null)).ShouldBe(nobody, row.ToString());
            ((int)await SendAsync(app, row, company, connection, null, "the-function-key2")).ShouldBe(nobody, row.ToString());
            ((int)await SendAsync(app, row, company, connection, "not.a.token", "")).ShouldBe(nobody, row.ToString());
        }
    }

    [Fact]
    public async Task Check13_what_does_not_exist_is_told_like_what_belongs_to_others()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser owner = await app.UserAsync(Guid.NewGuid());
        foreach (Row row in Rows.Where(row => row.Expected.EndsWith("404", StringComparison.Ordinal)))
        {
            ((int)await SendAsync(app, row, Guid.NewGuid(), Guid.NewGuid(), owner.Token, null)).ShouldBe(404, row.ToString());
        }
    }

    private static async Task<HttpStatusCode> SendAsync(ConnectApp app, Row row, Guid company, Guid connection, string? token, string? key)
    {
        string Fill(string text) =>
            text.Replace("{company}", company.ToString(), StringComparison.Ordinal).Replace("{connection}", connection.ToString(), StringComparison.Ordinal);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), new Uri(app.Own, "/api/" + Fill(row.Path)));
        request.Content = row.Body is null ? null : new StringContent(Fill(row.Body), Encoding.UTF8, "application/json");
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("x-functions-key", key);
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        if ((int)response.StatusCode >= 400 && row is not { Function: "google-calendar-oauth-pkce", Method: "GET" })
        {
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }

        return response.StatusCode;
    }

    private sealed record Row(string Function, string Method, string Path, string? Body, string Expected)
    {
        public override string ToString() => $"{Method} {Path} {Body}";
    }

    [Fact]
    public async Task Check12_whoever_is_not_known_is_told_how_to_be()
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };

        await new ProblemAnswer(StatusCodes.Status401Unauthorized).WriteAsync(context);

        context.Response.Headers.WWWAuthenticate.ToString().ShouldBe("Bearer");
    }
}
