using System.Globalization;

using CalendarSync.Tests.Simulation.Oracle;
using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>The values of a line whose fate is followed.</summary>
internal static class Followed
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <param name="line">What somebody does.</param>
    /// <param name="seen">What that side showed before: an event that is made longer begins where it did.</param>
    public static IReadOnlyDictionary<string, string> In(Line line, Shown? seen)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in line.Values)
        {
            switch (name)
            {
                case "title" or "description" or "location":
                    values[name] = value;
                    break;
                case "hour":
                    values["time"] = Moments.Timed(int.Parse(value));
                    break;
                case "day":
                    values["time"] = Moments.AllDay(int.Parse(value));
                    break;
                case "length" when seen is not null:
                    values["time"] = Longer(seen.When.Split('/')[0], int.Parse(value));
                    break;
            }
        }

        return values;
    }

    private static string Longer(string start, int length) => start.Contains('T', StringComparison.Ordinal)
        ? $"{start}/{Moments.Text(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddMinutes(length))}"
        : $"{start}/{Moments.Text(DateOnly.Parse(start, CultureInfo.InvariantCulture).AddDays(length))}";
}
