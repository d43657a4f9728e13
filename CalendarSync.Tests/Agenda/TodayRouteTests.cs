using System.Net;
using System.Text.Json;

using CalendarSync.Tests.Security;

namespace CalendarSync.Tests.Agenda;

/// <summary>The route: its JSON and its problems.</summary>
public sealed class TodayRouteTests
{
    [Fact]
    public async Task The_answer_is_the_contract_s()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        var company = Guid.NewGuid();
        TestUser member = await app.UserAsync(company, "member");
        await app.ExecuteAsync(
            """
            INSERT INTO events (company_id, title, location, role, start_at, end_at, time_zone) VALUES (@company, 'Garde', 'CHU', 'medecin', '2026-02-16 09:00Z', '2026-02-16 10:00Z', 'Europe/Paris');
            INSERT INTO events (company_id, title, role, all_day, start_date, end_date) VALUES (@company, 'Congé', 'medecin', true, '2026-02-16', '2026-02-17');
            """,
            new { company });

        (HttpStatusCode status, string body) = await app.SendAsync(
            HttpMethod.Get, $"v1/calendar/events/today?company_id={company}&role=medecin&date=2026-02-16&time_zone=Europe%2FParis", member.Token);

        status.ShouldBe(HttpStatusCode.OK, body);
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement[] events = [.. document.RootElement.GetProperty("events").EnumerateArray()];
        events[0].EnumerateObject().Select(m => m.Name).ShouldBe(["id", "title", "location", "role", "all_day", "start_at", "end_at", "start_date", "end_date", "time_zone"]);
        events.Select(e => $"{e.GetProperty("title")} {e.GetProperty("all_day")} {e.GetProperty("start_at")} {e.GetProperty("end_at")} {e.GetProperty("start_date")} {e.GetProperty("end_date")} {e.GetProperty("time_zone")}")
            .ShouldBe(["Congé True   2026-02-16 2026-02-17 ", "Garde False 2026-02-16T09:00:00Z 2026-02-16T10:00:00Z   Europe/Paris"]);
    }

    [Theory]
    [InlineData("&date=tomorrow")]
    [InlineData("&time_zone=Mars%2FOlympus")]
    [InlineData("&date=2026-02-16&date=2026-02-17")]
    [InlineData("&role=a%00b")]
    public async Task A_question_that_cannot_be_answered_is_a_problem(string query)
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        var company = Guid.NewGuid();
        TestUser member = await app.UserAsync(company, "member");

        (HttpStatusCode status, string body) = await app.SendAsync(HttpMethod.Get, $"v1/calendar/events/today?company_id={company}{query}", member.Token);

        status.ShouldBe(HttpStatusCode.BadRequest);
        body.ShouldContain("\"detail\":");
        body.ShouldNotContain("Olympus");
    }
}
