using System.Text.Json.Nodes;

using CalendarSync.Core.Agenda;
using CalendarSync.Core.Security;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>What both sides do to series in the stories. The series is weekly, Mondays at ten in Paris, from 23 February 2026.</summary>
internal static class SeriesActs
{
    public static readonly DateTimeOffset Monday = new(2026, 2, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>One more pass writes nothing, and the application sees on every day what the person sees in Google.</summary>
    public static async Task EndAsync(SyncWorld world)
    {
        await world.ShouldBeQuietAsync();
        List<JsonObject> shown =
        [
            .. world.GoogleEvents().Where(e => e["recurringEventId"] is null)
                .SelectMany(e => e["recurrence"] is null ? [e] : world.Person.Instances(world.Calendar, (string)e["id"]!)),
        ];
        var today = world.Services.GetRequiredService<TodaysEvents>();
        for (var day = new DateOnly(2026, 2, 22); day < new DateOnly(2026, 4, 8); day = day.AddDays(1))
        {
            var answer = await today.FindAsync(
                new Caller(world.User, false), new AgendaRequest(world.Company.ToString(), null, day.ToString("yyyy-MM-dd"), "Europe/Paris"), CancellationToken.None);
            answer.IsGiven(out var agenda, out var refusal).ShouldBeTrue(refusal?.Detail);
            agenda.Events.Select(e => e.Title).Order(StringComparer.Ordinal)
                .ShouldBe(shown.Where(e => IsOn(e, day)).Select(e => (string?)e["summary"]).Order(StringComparer.Ordinal), day.ToString("O"));
        }
    }

    // Google gives times in the calendar's zone, which is Paris here.
    private static bool IsOn(JsonObject e, DateOnly day)
    {
        string Clock(string side) => (string?)e[side]!["dateTime"] is { } time ? time[..19] : (string)e[side]!["date"]! + "T00:00:00";
        return string.CompareOrdinal(Clock("start"), $"{day.AddDays(1):yyyy-MM-dd}T00:00:00") < 0 && string.CompareOrdinal(Clock("end"), $"{day:yyyy-MM-dd}T00:00:00") > 0;
    }

    public static string GoogleSeries(SyncWorld world, params string[] lines) => (string)world.Person.Insert(
        world.Calendar,
        new JsonObject
        {
            ["summary"] = "Hebdo",
            ["start"] = new JsonObject { ["dateTime"] = "2026-02-23T10:00:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["end"] = new JsonObject { ["dateTime"] = "2026-02-23T11:00:00+01:00", ["timeZone"] = "Europe/Paris" },
            ["recurrence"] = new JsonArray([.. lines.Select(l => (JsonNode)l)]),
        })["id"]!;

    public static Task<Guid> AppSeriesAsync(SyncWorld world, params string[] lines) => world.AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, recurrence)
        VALUES (@Company, @User, 'Hebdo', @at, @at + interval '1 hour', 'Europe/Paris', @lines) RETURNING id
        """,
        new { world.Company, world.User, lines, at = Monday });

    public static Task<Guid> AppExceptionAsync(SyncWorld world, Guid series, int days, string title, string status = "confirmed") => world.AppAsync<Guid>(
        """
        INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, series_id, original_start_at, status)
        VALUES (@Company, @User, @title, @at, @at + interval '1 hour', 'Europe/Paris', @series, @at, @status) RETURNING id
        """,
        new { world.Company, world.User, series, title, status, at = Monday.AddDays(days) });

    public static IReadOnlyList<string> Instances(SyncWorld world, Guid series) => Instances(world, SyncWorld.GoogleId(series));

    /// <summary>What Google shows of a series: start and title of every occurrence.</summary>
    public static IReadOnlyList<string> Instances(SyncWorld world, string series) =>
        [.. world.Person.Instances(world.Calendar, series).Select(i => $"{i["start"]!["dateTime"] ?? i["start"]!["date"]} {i["summary"]}")];

    public static async Task<IReadOnlyList<string?>> LiveTitlesAsync(SyncWorld world) =>
        [.. (await world.RowsAsync()).Where(r => r.DeletedAt is null).Select(r => r.Title).Order(StringComparer.Ordinal)];

    public static JsonObject Json(string json) => JsonNode.Parse(json)!.AsObject();
}
