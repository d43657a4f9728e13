namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>What people write. Every value is another, so that it can be followed.</summary>
internal sealed class Values(Dice dice)
{
    private static readonly string[] Texts = ["title", "title", "description", "location"];

    private int _number;

    public string Title(string name) => $"title={name}.v{Number()}";

    public string Optional() => dice.Chance(30) ? $" location=v{Number()}" : "";

    public string When() => dice.Chance(80) ? $"hour={Number() + dice.Of(0, 1000)}" : $"day={Number()}";

    /// <summary>Early enough for its six weeks to begin in winter time and to end in summer time.</summary>
    public string Weekly() => $"{(dice.Chance(75) ? "hour" : "day")}={Number()} weekly=6";

    public string Color() => dice.Of("#a4bdfc", "#dc2127");

    public string Field(string name)
    {
        var field = dice.Below(10) switch
        {
            < 6 => dice.Of(Texts),
            < 8 => "time",
            _ => dice.Of("color", "visibility", "transparency", "reminder"),
        };
        return field switch
        {
            "title" => Title(name),
            "time" => When(),
            "color" => $"color={(dice.Chance(20) ? "-" : Color())}",
            "visibility" => $"visibility={dice.Of("private", "public")}",
            "transparency" => $"transparency={dice.Of("transparent", "opaque")}",
            "reminder" => $"reminder={dice.Of(5, 10, 30)}",
            _ => $"{field}=v{Number()}",
        };
    }

    /// <summary>Of a series: other times, the same slots with more time in each, more or fewer of them; or what any event can get.</summary>
    public string SeriesField(string name) => dice.Below(10) switch
    {
        0 => $"hour={Number()}",
        1 => $"hour={Number() + (168 * dice.Between(1, 2))}",
        2 or 3 => $"length={60 + Number()}",
        4 => $"weekly={dice.Of(3, 5, 8)}",
        _ => Field(name),
    };

    private int Number() => ++_number;
}
