using CalendarSync.Core.Doctor;
using CalendarSync.Tests.Scenarios;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Doctor;

/// <summary>What a run did to the application's rows is put back, on both sides; a dry run comes first.</summary>
public sealed class UndoStories
{
    [Theory]
    [InlineData("run")]
    [InlineData("event")]
    [InlineData("since")]
    public async Task An_edit_of_Google_s_is_put_back_on_both_sides(string by)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A", "Cabinet");
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        var since = world.Time.GetUtcNow();
        world.GoogleEdit(id, """{"summary":"B","start":{"date":"2026-03-01","dateTime":null},"end":{"date":"2026-03-02","dateTime":null}}""");
        await world.PullAsync();
        var run = await world.ValueAsync<Guid>("SELECT run_id FROM google_calendar_sync_journal WHERE decision = 'updated'");
        var scope = UndoScope.Parse(by switch { "run" => $"run:{run}", "event" => $"event:{id}", _ => $"since:{since:O}" })!;

        (await RunAsync(world, scope, false)).ShouldBe([$"event {id}: put back title, time"]);
        (await world.RowAsync(id)).Title.ShouldBe("B", "a dry run");
        await world.ShouldBeQuietAsync();

        (await RunAsync(world, scope, true)).ShouldBe([$"event {id}: put back title, time"]);
        await world.PushAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location, row.AllDay).ShouldBe(("A", "Cabinet", false));
        world.GoogleTitle(id).ShouldBe("A");
        (await RunAsync(world, scope, true)).ShouldBeEmpty("once");
        await world.SettleAsync();
    }

    [Fact]
    public async Task A_deletion_is_brought_back_and_what_was_changed_since_is_left_alone()
    {
        await using var world = await SyncWorld.CreateAsync();
        var deleted = await world.AppInsertAsync("A");
        var edited = await world.AppInsertAsync("B", "Cabinet");
        await world.SettleAsync();
        var since = world.Time.GetUtcNow();
        world.GoogleDelete(deleted);
        world.GoogleEdit(edited, """{"summary":"C","location":"Salle"}""");
        var made = world.GoogleInsert("Nouveau");
        await world.SettleAsync();
        await world.AppEditAsync(edited, "title = 'D'");
        await world.SettleAsync();

        (await RunAsync(world, new UndoScope(Since: since), true)).ShouldBe(
            [
                $"event {deleted}: brought back",
                $"event {edited}: put back location; changed since and left alone: title",
                $"event {(await world.RowAsync(made)).Id}: it came from Google, nothing is done",
            ],
            ignoreOrder: true);
        await world.PushAsync();

        world.GoogleTitles().ShouldBe(["A", "D", "Nouveau"]);
        (await world.RowAsync(edited)).Location.ShouldBe("Cabinet");
        await world.SettleAsync();
    }

    [Fact]
    public async Task Of_several_edits_the_first_state_comes_back()
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await world.AppInsertAsync("A");
        await world.SettleAsync();
        foreach (var title in (string[])["B", "C"])
        {
            world.Time.Advance(TimeSpan.FromMinutes(5));
            world.GoogleEdit(id, $$"""{"summary":"{{title}}"}""");
            await world.PullAsync();
        }

        await RunAsync(world, new UndoScope(EventId: id), true);
        await world.PushAsync();

        world.GoogleTitle(id).ShouldBe("A");
        await world.SettleAsync();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run:x")]
    [InlineData("since:later")]
    [InlineData("all:")]
    public void Anything_else_is_not_understood(string text) => UndoScope.Parse(text).ShouldBeNull();

    private static Task<IReadOnlyList<string>> RunAsync(SyncWorld world, UndoScope scope, bool carryOut) =>
        world.Services.GetRequiredService<Undo>().RunAsync(scope, carryOut, CancellationToken.None);
}
