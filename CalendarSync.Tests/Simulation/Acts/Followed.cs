using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>The values of a line whose fate is followed.</summary>
internal static class Followed
{
    public static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> In(Line line)
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
            }
        }

        return values;
    }
}
