using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>Plays a scenario to its end, and says what both sides look like then.</summary>
/// <param name="App">The row; null where it is deleted or never was.</param>
/// <param name="Google">Google's event; null where it is deleted or never was.</param>
/// <param name="Findings">The conflicts on the way.</param>
internal sealed record Ending(EventFields? App, EventFields? Google, IReadOnlyList<ConflictFinding> Findings)
{
    private const int MostRounds = 5;

    public static World Play(Scenario scenario)
    {
        var world = new World(scenario);
        foreach (var step in scenario.Steps)
        {
            world.Do(step);
        }

        return world;
    }

    /// <summary>Edits have stopped: both directions run, and a person chooses where asked, until nothing changes any more.</summary>
    public static Ending Settle(World world, bool pushFirst = false)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var before = StateOf(world);
            Sync(world, pushFirst);
            if (world.Open is not null)
            {
                Sync(world, pushFirst);
                StateOf(world).ShouldBe(before with { Conflicts = world.Findings.Count }, "nothing moves while a person has to choose");
                world.Choose();
            }
            else if (StateOf(world) == before)
            {
                return Of(world);
            }
        }

        throw new ShouldAssertException($"No end after {MostRounds} rounds: {StateOf(world)}");
    }

    private static Ending Of(World world) =>
        new(
            world.Row is { Deleted: false } row ? row.Fields : null,
            world.Google is { Deleted: false } live ? live.Fields : null,
            [.. world.Findings]);

    private static void Sync(World world, bool pushFirst)
    {
        if (pushFirst)
        {
            world.Push();
        }

        world.Pull();
        if (!pushFirst)
        {
            world.Push();
        }
    }

    private static (AppState? Row, GoogleState? Google, Agreement? Agreed, int RowWrites, int GoogleWrites, int Conflicts) StateOf(World world) =>
        (world.Row, world.Google, world.Agreed, world.RowWrites, world.GoogleWrites, world.Findings.Count);
}
