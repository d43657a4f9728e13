using CalendarSync.Tests.Simulation.Telling;

using Xunit.Abstractions;

namespace CalendarSync.Tests.Simulation;

/// <summary>
/// The whole engine under random stories: two workers, people on both sides, faults of Google, of the database and of the workers themselves.
/// <c>docs/simulation.md</c> says how to read, replay and extend them.
/// </summary>
public sealed class WholeEngineTests(ITestOutputHelper output)
{
    /// <summary>What a usual run has to come across, so that nobody is content with stories about nothing.</summary>
    private static readonly string[] Expected =
    [
        "call events.insert 409", "call events.update 412", "call events.delete 412", "call events.list 410",
        "conflict fields app", "conflict fields google", "conflict fields open", "conflict delete app", "conflict delete google", "conflict delete open",
        "journal created new_in_app", "journal created new_in_google", "journal updated edited_in_app", "journal updated edited_in_google",
        "journal deleted deleted_in_app", "journal deleted deleted_in_google", "journal deleted missing_in_listing",
        "journal kept edited_in_app_missing_in_listing", "journal updated merged", "journal updated edited_in_both",
        "journal revived revived_in_google", "journal updated revived_in_app", "journal revived deleted_in_app_edited_in_google", "journal created hole_in_google",
        "log LeaseLost", "log PullLeaseLost", "log FullListingRequired", "log CallFailed", "log PullFailed",
        "queue superseded by a newer change", "queue waiting: a conflict of this event has to be decided",
    ];

    [Fact]
    public async Task Every_promise_is_kept_whatever_happens()
    {
        var seeds = Seeds.FromEnvironment();
        var campaign = await Campaign.RunAsync(seeds);
        output.WriteLine(campaign.ToString());
        if (seeds.Count == 1)
        {
            output.WriteLine(StoryWriter.Write(seeds[0]).ToString());
        }

        if (campaign.Failures.Count > 0)
        {
            throw new ShouldAssertException(await campaign.ReportAsync());
        }

        if (seeds.Count >= Seeds.Usual)
        {
            Expected.Where(name => campaign.Probes[name] == 0).ShouldBeEmpty("the stories did not come across");
        }
    }

    /// <summary>The file that <c>CALENDARSYNC_REPLAY</c> names, with all that happens in it; else the first story.</summary>
    [Fact]
    public async Task A_printed_story_can_be_replayed()
    {
        var story = Environment.GetEnvironmentVariable("CALENDARSYNC_REPLAY") is { Length: > 0 } file
            ? Story.Parse(await File.ReadAllTextAsync(file))
            : Story.Parse(StoryWriter.Write(1).ToString());
        await using var bed = await Scenarios.TestBed.CreateAsync();

        var outcome = await Stage.PlayAsync(bed, story);

        foreach (var line in outcome.Trace.Lines)
        {
            output.WriteLine(line);
        }

        output.WriteLine(outcome.Probes.ToString());
        outcome.Broken.ShouldBeEmpty();
    }
}
