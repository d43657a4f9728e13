using CalendarSync.Core.Conflicts;
using CalendarSync.Core.Security;
using CalendarSync.Tests.Scenarios;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Conflicts;

/// <summary>A person chooses: what was asked is done on both sides, once, and nothing that was not asked.</summary>
public sealed class ResolutionStories
{
    [Theory]
    [InlineData("app", "App")]
    [InlineData("google", "Google")]
    public async Task What_is_chosen_is_on_both_sides_and_what_nobody_disputed_is_kept(string choice, string title)
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        var conflict = (await ListAsync(world)).ShouldHaveSingleItem();
        (conflict.Kind, conflict.Status, conflict.EventId).ShouldBe(("fields", "open", id));
        (conflict.App.ToString(), conflict.Google.ToString()).ShouldBe(("""{"title": "App"}""", """{"title": "Google"}"""));

        var resolved = await ResolveAsync(world, conflict.Id, choice);
        (resolved.Status, resolved.Choice).ShouldBe(("resolved", choice));
        world.GoogleTitle(id).ShouldBe("Google", "Google is written to by the processor, not by the request");
        await world.PushAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location, row.Description).ShouldBe((title, "Salle", "Note"));
        world.GoogleTitle(id).ShouldBe(title);
        (await ListAsync(world)).ShouldBeEmpty();
        await world.SettleAsync();
        (await world.ConflictsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Field_by_field()
    {
        await using var world = await ManualAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App', location = 'App', description = 'App', color = '#dc2127'");
        world.GoogleEdit(id, """{"summary":"Google","location":"Google","description":"Google","transparency":"transparent"}""");
        await world.PullAsync();
        var conflict = (await ListAsync(world)).ShouldHaveSingleItem();
        conflict.Fields.ShouldBe(["title", "description", "location"]);

        (await RefusedAsync(world, conflict.Id, null, Sides(("title", "app")))).ShouldBe(400, "two fields are left open");
        (await RefusedAsync(world, conflict.Id, null, Sides(("title", "me"), ("location", "app"), ("description", "app")))).ShouldBe(400);
        (await RefusedAsync(world, conflict.Id, "app", Sides(("color", "google")))).ShouldBe(400, "nobody disputes that one");
        (await RefusedAsync(world, conflict.Id, null, null)).ShouldBe(400);
        (await RefusedAsync(world, conflict.Id, "both", null)).ShouldBe(400);
        await ResolveAsync(world, conflict.Id, "google", Sides(("title", "app")));
        await world.PushAsync();

        var row = await world.RowAsync(id);
        (row.Title, row.Location, row.Description, row.Color, row.Transparency).ShouldBe(("App", "Google", "Google", "#dc2127", "transparent"));
        await world.SettleAsync();
        (await world.ValueAsync<string>("SELECT reason FROM google_calendar_sync_journal WHERE decision = 'resolved'")).ShouldBe("chosen_fields");
    }

    [Fact]
    public async Task Choosing_twice_applies_once_also_at_the_same_moment()
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        var conflict = (await ListAsync(world)).Single();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Admin(world).ResolveAsync(Owner(world), conflict.Id, i % 2 == 0 ? "app" : "google", null, null, CancellationToken.None)));

        answers.Count(a => a.IsGiven(out _, out _)).ShouldBe(1);
        answers.Where(a => !a.IsGiven(out _, out _)).ShouldAllBe(a => StatusOf(a) == 409);
        (await RefusedAsync(world, conflict.Id, "app", null)).ShouldBe(409);
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe((await world.RowAsync(id)).Title);
        await world.SettleAsync();
        (await world.ValueAsync<int>("SELECT count(*)::int FROM google_calendar_sync_journal WHERE decision = 'resolved'")).ShouldBe(1);
    }

    [Fact]
    public async Task An_edit_of_the_application_meanwhile_is_part_of_the_question()
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(id, "title = 'App 2', description = 'App'");

        await world.PushAsync();

        var conflict = (await world.ConflictsAsync()).ShouldHaveSingleItem();
        (conflict.Status, conflict.App, conflict.Google).ShouldBe(("open", """{"title": "App 2", "description": "App"}""", """{"title": "Google", "description": "Note"}"""));
        await world.ShouldBeQuietAsync();
        await ResolveAsync(world, (await ListAsync(world)).Single().Id, "app");
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe("App 2");
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_answer_to_a_question_that_has_changed_since_is_refused_and_the_question_asked_again()
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        var seen = (await ListAsync(world)).Single();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.AppEditAsync(id, "title = 'App 2'");

        StatusOf(await Admin(world).ResolveAsync(Owner(world), seen.Id, "app", null, seen.UpdatedAt, CancellationToken.None)).ShouldBe(409);

        var again = (await ListAsync(world)).Single();
        (again.Status, again.App!.Value.GetProperty("title").GetString()).ShouldBe(("open", "App 2"));
        again.UpdatedAt.ShouldBeGreaterThan(seen.UpdatedAt);
        StatusOf(await Admin(world).ResolveAsync(Owner(world), again.Id, "app", null, again.UpdatedAt, CancellationToken.None)).ShouldBe(200);
        StatusOf(await Admin(world).ResolveAsync(Owner(world), again.Id, "app", null, again.UpdatedAt, CancellationToken.None)).ShouldBe(409);
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe("App 2");
        await world.SettleAsync();
    }

    [Fact]
    public async Task An_edit_in_Google_that_nobody_has_seen_asks_again_instead_of_being_overwritten()
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        var conflict = (await ListAsync(world)).Single();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        world.GoogleEdit(id, """{"summary":"Google 2"}""");

        await ResolveAsync(world, conflict.Id, "app");
        await world.PushAsync();

        world.GoogleTitle(id).ShouldBe("Google 2");
        var again = (await ListAsync(world)).ShouldHaveSingleItem();
        (again.App.ToString(), again.Google.ToString()).ShouldBe(("""{"title": "App"}""", """{"title": "Google 2"}"""));
        await world.ShouldBeQuietAsync();
        await ResolveAsync(world, again.Id, "app");
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe("App");
        await world.SettleAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sides_that_come_to_agree_by_themselves_are_no_question_any_more(bool inGoogle)
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        if (inGoogle)
        {
            world.GoogleEdit(id, """{"summary":"Base"}""");
            await world.PullAsync();
        }
        else
        {
            await world.AppEditAsync(id, "title = 'Google'");
        }

        await world.PushAsync();
        await world.PushAsync();

        (await ListAsync(world)).ShouldBeEmpty();
        var row = await world.RowAsync(id);
        (row.Title, row.Location).ShouldBe((inGoogle ? "App" : "Google", "Salle"));
        await world.SettleAsync();
        (await world.ValueAsync<string>("SELECT choice FROM google_calendar_conflicts")).ShouldBe("none");
    }

    [Theory]
    [InlineData(true, "app", false)]
    [InlineData(true, "google", true)]
    [InlineData(false, "app", true)]
    [InlineData(false, "google", false)]
    public async Task A_deletion_against_an_edit_is_all_or_nothing(bool deletedInApp, string choice, bool lives)
    {
        await using var world = await ManualAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        if (deletedInApp)
        {
            await world.AppDeleteAsync(id);
            world.GoogleEdit(id, """{"summary":"Edit"}""");
        }
        else
        {
            await world.AppEditAsync(id, "title = 'Edit'");
            world.GoogleDelete(id);
        }

        await world.PullAsync();
        await world.PushAsync();
        var conflict = (await ListAsync(world)).ShouldHaveSingleItem();
        conflict.Kind.ShouldBe("delete");
        (conflict.App is null).ShouldBe(deletedInApp);
        (await RefusedAsync(world, conflict.Id, null, Sides(("title", "app")))).ShouldBe(400);

        await ResolveAsync(world, conflict.Id, choice);
        await world.PushAsync();

        ((await world.RowAsync(id)).DeletedAt is null).ShouldBe(lives);
        world.GoogleTitles().ShouldBe(lives ? ["Edit"] : []);
        await world.SettleAsync();
    }

    [Theory]
    [InlineData("app", false)]
    [InlineData("google", true)]
    public async Task A_row_that_was_deleted_for_good_can_come_back(string choice, bool lives)
    {
        await using var world = await ManualAsync();
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        world.GoogleEdit(id, """{"summary":"Edit"}""");
        await world.AppPurgeAsync(id);
        await world.PushAsync();
        var conflict = (await ListAsync(world)).ShouldHaveSingleItem();

        await ResolveAsync(world, conflict.Id, choice);
        await world.PushAsync();

        (await world.RowsAsync()).Select(r => (r.Id, r.Title, r.Location)).ShouldBe(lives ? [(id, "Edit", "Cabinet")] : []);
        world.GoogleTitles().ShouldBe(lives ? ["Edit"] : []);
        await world.SettleAsync();
    }

    [Theory]
    [InlineData("app")]
    [InlineData("google")]
    public async Task What_a_policy_decided_can_be_put_back_as_a_new_edit(string choice)
    {
        await using var world = await SyncWorld.CreateAsync();
        var id = await DisputeAsync(world);
        await world.SettleAsync();
        (await ListAsync(world)).ShouldBeEmpty("nothing is open");
        var conflict = (await ListAsync(world, "all")).ShouldHaveSingleItem();
        conflict.Status.ShouldBe("recorded");
        world.Time.Advance(TimeSpan.FromDays(1));
        var version = (await world.RowAsync(id)).Version;
        var wins = (await world.RowAsync(id)).Title == (choice == "app" ? "App" : "Google");

        (await ResolveAsync(world, conflict.Id, choice)).Status.ShouldBe("resolved");

        var row = await world.RowAsync(id);
        (row.Title, row.Location, row.Description).ShouldBe((choice == "app" ? "App" : "Google", "Salle", "Note"));
        row.Version.ShouldBe(wins ? version : version + 1, "the side that prevailed needs no edit");
        await world.PushAsync();
        world.GoogleTitle(id).ShouldBe(row.Title);
        (await RefusedAsync(world, conflict.Id, "app", null)).ShouldBe(409);
        await world.SettleAsync();
    }

    [Theory]
    [InlineData(true, "app-wins", "google", true)]
    [InlineData(true, "google-wins", "app", false)]
    [InlineData(false, "app-wins", "google", false)]
    [InlineData(false, "google-wins", "app", true)]
    public async Task A_decided_deletion_can_be_reversed(bool deletedInApp, string policy, string choice, bool lives)
    {
        await using var world = await SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = policy);
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        if (deletedInApp)
        {
            world.GoogleEdit(id, """{"summary":"Edit"}""");
            await world.AppDeleteAsync(id);
        }
        else
        {
            world.GoogleDelete(id);
            await world.AppEditAsync(id, "title = 'Edit'");
        }

        await world.SettleAsync();
        ((await world.RowAsync(id)).DeletedAt is null).ShouldBe(!lives);
        var conflict = (await ListAsync(world, "recorded")).ShouldHaveSingleItem();

        await ResolveAsync(world, conflict.Id, choice);
        await world.SettleAsync();

        var row = await world.RowAsync(id);
        (row.DeletedAt is null).ShouldBe(lives);
        world.GoogleTitles().ShouldBe(lives ? ["Edit"] : []);
    }

    [Fact]
    public async Task Of_a_disconnected_calendar_the_choice_is_an_edit_of_the_row()
    {
        await using var world = await ManualAsync();
        var id = await DisputeAsync(world);
        var conflict = (await ListAsync(world)).Single();
        await world.AppAsync("DELETE FROM google_calendar_connections");

        await ResolveAsync(world, conflict.Id, "google");

        (await world.RowAsync(id)).Title.ShouldBe("Google");
        await world.ShouldBeQuietAsync();
    }

    private static Dictionary<string, string> Sides(params (string Field, string Side)[] sides) => sides.ToDictionary(s => s.Field, s => s.Side, StringComparer.Ordinal);

    private static Task<SyncWorld> ManualAsync() => SyncWorld.CreateAsync(s => s["CONFLICT_POLICY"] = "manual");

    /// <summary>Both sides edit the title, and each another field.</summary>
    private static async Task<Guid> DisputeAsync(SyncWorld world)
    {
        var id = await world.AppInsertAsync("Base", "Cabinet");
        await world.SettleAsync();
        await world.AppEditAsync(id, "title = 'App', location = 'Salle'");
        world.GoogleEdit(id, """{"summary":"Google","description":"Note"}""");
        await world.PullAsync();
        await world.PushAsync();
        return id;
    }

    private static ConflictsAdmin Admin(SyncWorld world) => world.Services.GetRequiredService<ConflictsAdmin>();

    private static Caller Owner(SyncWorld world) => new(world.User, false);

    private static async Task<IReadOnlyList<ConflictView>> ListAsync(SyncWorld world, string? status = null)
    {
        var answer = await Admin(world).ListAsync(Owner(world), world.Company, status, CancellationToken.None);
        answer.IsGiven(out var list, out _).ShouldBeTrue();
        return list.Conflicts;
    }

    private static async Task<ConflictView> ResolveAsync(SyncWorld world, Guid id, string? choice, Dictionary<string, string>? fields = null)
    {
        var answer = await Admin(world).ResolveAsync(Owner(world), id, choice, fields, null, CancellationToken.None);
        answer.IsGiven(out var view, out var refusal).ShouldBeTrue(refusal?.Detail);
        return view;
    }

    private static async Task<int> RefusedAsync(SyncWorld world, Guid id, string? choice, Dictionary<string, string>? fields) =>
        StatusOf(await Admin(world).ResolveAsync(Owner(world), id, choice, fields, null, CancellationToken.None));

    private static int StatusOf(Answer<ConflictView> answer) => answer.IsGiven(out _, out var refusal) ? 200 : refusal.Status;
}
