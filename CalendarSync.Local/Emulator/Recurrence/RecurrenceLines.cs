using System.Globalization;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Recurrence;

/// <summary>The <c>recurrence</c> field as sent: its lines are checked and kept, not expanded.</summary>
internal static class RecurrenceLines
{
    private static readonly string[] Frequencies = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"];

    public static IReadOnlyList<string> Read(JsonObject body)
    {
        if (JsonFields.Array(body, "recurrence") is not { Count: > 0 } sent)
        {
            return [];
        }

        string[] lines = [.. sent.Select(static node => node is JsonValue value && value.TryGetValue(out string? line) ? line : throw Invalid())];
        foreach (string line in lines)
        {
            Check(line);
        }

        return lines;
    }

    private static void Check(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw Invalid();
        }

        string name = line[..colon].Split(';')[0].ToUpperInvariant();
        if (name is not ("RRULE" or "EXRULE" or "RDATE" or "EXDATE"))
        {
            // DTSTART and DTEND belong to start and end.
            throw Invalid();
        }

        if (name is "RRULE" or "EXRULE")
        {
            string[] parts = line[(colon + 1)..].ToUpperInvariant().Split(';');
            string? frequency = Array.Find(parts, static p => p.StartsWith("FREQ=", StringComparison.Ordinal));
            if (frequency is null || !Frequencies.Contains(frequency[5..], StringComparer.Ordinal) || !Array.TrueForAll(parts, IsSound))
            {
                throw Invalid();
            }
        }
    }

    private static bool IsSound(string part)
    {
        string[] pair = part.Split('=');
        return pair.Length == 2 && pair[0] switch
        {
            "COUNT" or "INTERVAL" => int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0,
            "UNTIL" => DateTime.TryParseExact(
                pair[1], ["yyyyMMdd", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            _ => pair[1].Length > 0,
        };
    }

    private static GoogleErrorException Invalid() => GoogleErrors.Invalid("Invalid recurrence rule.").Thrown();
}
