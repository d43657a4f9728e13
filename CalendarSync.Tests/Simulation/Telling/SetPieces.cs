namespace CalendarSync.Tests.Simulation.Telling;

/// <summary>Runs of lines that belong together and that chance would seldom put together. Whatever else a story has goes on around them.</summary>
internal static class SetPieces
{
    public static IReadOnlyList<string> Draw(Dice dice, string name, string worker, string other, string role, Func<string, string> edit) => dice.Below(10) switch
    {
        // A write arrives and nobody knows; with a read lag the look for it finds nothing.
        0 =>
        [
            $"world fault write {dice.Of("lost-500", "lost-503", "lost-reset", "lost-html", "truncated", "cut")}",
            $"app edit {name} {edit(name)}", $"{worker} push", $"{worker} goes on", $"world waits {dice.Of(1, 3, 8)}", $"{other} push", $"{other} goes on",
        ],
        // A worker sleeps past its lease somewhere in its turn, another one takes over, and then it wakes.
        1 =>
        [
            $"app edit {name} {edit(name)}", $"{worker} push", $"{worker} goes {dice.Between(3, 10)}", $"world waits {dice.Of(61, 150)}",
            $"app edit {name} {edit(name)}", $"{other} push", $"{other} goes on", $"{worker} goes on",
        ],
        // The same of a pull.
        2 =>
        [
            $"google edit {name} {edit(name)}", $"{worker} pull", $"{worker} goes {dice.Between(2, 8)}", $"world waits {dice.Of(61, 150)}",
            $"google edit {name} {edit(name)}", $"{other} pull", $"{other} goes on", $"{worker} goes on",
        ],
        // Gone without a trace, and the token with it: only a full listing can tell.
        3 =>
        [
            $"google delete {name}", "world empties-trash", "world forgets-tokens", "world waits 300",
            .. dice.Chance(40) ? [$"app edit {name} {edit(name)}"] : Array.Empty<string>(), $"{worker} pull", $"{worker} goes on",
        ],
        // Deleted, known on both sides, and back.
        4 =>
        [
            $"{dice.Of("app", "google")} delete {name}", $"{worker} push", $"{worker} goes on", $"{other} pull", $"{other} goes on", "world waits 200",
            dice.Chance(50) ? $"google restore {name}" : $"app restore {name} title={name}.r{dice.Below(100_000)}",
        ],
        // A person acts between the reading of a page and its application, or between the decision and the write.
        5 =>
        [
            $"google edit {name} {edit(name)}", $"{worker} {dice.Of("pull", "push", "lists")}", $"{worker} goes {dice.Between(2, 9)}",
            $"{dice.Of("app", "google")} edit {name} {edit(name)}", $"{worker} goes on",
        ],
        // The same field on both sides, one clearly later than the other.
        6 =>
        [
            $"{worker} push", $"{worker} goes on", $"{worker} pull", $"{worker} goes on", "world waits 200",
            .. new[] { "app", "google" }.OrderBy(_ => dice.Below(2)).SelectMany(side => new[] { $"{side} edit {name} title={name}.s{dice.Below(100_000)}", "world waits 61" }),
            $"{worker} {dice.Of("push", "pull")}", $"{worker} goes {dice.Between(2, 12)}",
        ],
        // A pull, or a push, ends somewhere in the middle.
        7 =>
        [
            $"google edit {name} {edit(name)}", $"{worker} pull", $"{worker} goes {dice.Between(3, 8)}", $"{worker} {dice.Of("dies", "breaks", "breaks serialization", "stops")}",
            $"{worker} goes on",
        ],
        8 =>
        [
            $"app edit {name} {edit(name)}", $"{worker} push", $"{worker} goes {dice.Between(3, 10)}", $"{worker} {dice.Of("dies", "breaks", "breaks serialization", "stops")}",
            $"{worker} goes on",
        ],
        // Deleted for good and made again.
        _ => [$"app purge {name}", $"{worker} push", $"{worker} goes {dice.Between(1, 9)}", $"app insert {name} title={name}.r{dice.Below(100_000)} hour={dice.Between(2000, 3000)}{role}"],
    };
}
