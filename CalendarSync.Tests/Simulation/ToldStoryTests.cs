using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Simulation.Telling;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Simulation;

/// <summary>
/// Stories that once broke a promise, as short as they can be: one file each, told in its first line. All promises are judged, as after a random story.
/// </summary>
public sealed class ToldStoryTests
{
    private static string Folder => Path.Combine(Repository.Root, "CalendarSync.Tests", "Simulation", "Told");

    public static TheoryData<string> Stories => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Stories))]
    public async Task A_story_that_broke_a_promise_breaks_none(string name)
    {
        var story = Story.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, name + ".txt")));
        await using var bed = await TestBed.CreateAsync();

        (await Stage.PlayAsync(bed, story)).Broken.ShouldBeEmpty();
    }
}
