namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>
/// What one side shows of an event, in the fields whose every edit has a value of its own, so that it can be followed. Times are UTC,
/// <c>from/to</c>.
/// </summary>
internal sealed record Shown(string? Title, string? Description, string? Location, string When)
{
    public static readonly IReadOnlyList<string> Fields = ["title", "description", "location", "time"];

    public string? this[string field] => field switch
    {
        "title" => Title,
        "description" => Description,
        "location" => Location,
        "time" => When,
        _ => throw new ArgumentOutOfRangeException(nameof(field)),
    };
}
