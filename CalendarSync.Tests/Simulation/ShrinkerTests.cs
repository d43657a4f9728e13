using CalendarSync.Tests.Simulation.Telling;

namespace CalendarSync.Tests.Simulation;

public sealed class ShrinkerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(41)]
    public async Task Nothing_is_left_that_could_be_spared(int length)
    {
        var story = new Story([.. Enumerable.Range(0, length).Select(i => new Line($"app edit e{i}"))]);
        string[] guilty = [.. new[] { 0, length / 3, length - 1 }.Distinct().Select(i => $"app edit e{i}")];

        var shrunk = await Shrinker.ShrinkAsync(story, s => Task.FromResult(guilty.All(g => s.Lines.Any(l => l.Text == g))));

        shrunk.Lines.Select(l => l.Text).ShouldBe(guilty);
    }

    [Fact]
    public async Task It_keeps_the_order_and_what_only_fails_together()
    {
        var story = StoryWriter.Write(7);
        var (first, last) = (story.Lines[2], story.Lines[^3]);

        var shrunk = await Shrinker.ShrinkAsync(story, s =>
        {
            var lines = s.Lines.ToList();
            return Task.FromResult(lines.Contains(first) && lines.LastIndexOf(last) > lines.IndexOf(first));
        });

        shrunk.Lines.ShouldBe([first, last]);
    }

    [Fact]
    public async Task It_gives_up_after_as_many_tries_as_it_may_have()
    {
        var tries = 0;

        await Shrinker.ShrinkAsync(StoryWriter.Write(7), _ => Task.FromResult(++tries % 2 == 0), 10);

        tries.ShouldBe(10);
    }

    [Fact]
    public void What_is_printed_is_read_back()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var story = StoryWriter.Write(seed);
            Story.Parse("# a remark\n" + story).Lines.ShouldBe(story.Lines);
            StoryWriter.Write(seed).Lines.ShouldBe(story.Lines);
        }
    }
}
