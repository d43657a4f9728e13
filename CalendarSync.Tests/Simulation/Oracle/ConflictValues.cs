using System.Globalization;
using System.Text.Json.Nodes;

using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Acts;

namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>What the conflict table keeps, in the words of the views.</summary>
internal sealed class ConflictValues
{
    private readonly HashSet<(string Field, string Value)> _values = [];

    public bool Keep(Edit edit) => _values.Contains((edit.Field, edit.Value));

    public static async Task<ConflictValues> ReadAsync(SyncWorld world)
    {
        var kept = new ConflictValues();
        foreach (var json in await world.QueryAsync<string>(
            """
            SELECT v.side::text FROM google_calendar_conflicts c CROSS JOIN LATERAL (VALUES (c.app), (c.google)) AS v (side) WHERE v.side IS NOT NULL
            """))
        {
            kept.Add(JsonNode.Parse(json)!.AsObject());
        }

        return kept;
    }

    private void Add(JsonObject side)
    {
        foreach (var field in new[] { "title", "description", "location" })
        {
            if ((string?)side[field] is { } value)
            {
                _values.Add((field, value));
            }
        }

        if ((side["start_at"], side["end_at"]) is ({ } start, { } end))
        {
            _values.Add(("time", $"{Utc(start)}/{Utc(end)}"));
        }
        else if ((side["start_date"], side["end_date"]) is ({ } day, { } until))
        {
            _values.Add(("time", $"{day}/{until}"));
        }
    }

    private static string Utc(JsonNode time) => Moments.Text(DateTimeOffset.Parse((string?)time ?? "", CultureInfo.InvariantCulture));
}
