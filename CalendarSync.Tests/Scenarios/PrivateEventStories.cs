using CalendarSync.Core.Connecting;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Private events: their visibility crosses both ways; and a calendar may show Google's own ones as busy blocks.</summary>
public sealed class PrivateEventStories
{
    [Theory]
    [InlineData("private")]
    [InlineData("confidential")]
    public async Task Of_a_private_event_the_application_learns_when_it_is_and_nothing_else(string visibility)
    {
        await using var world = await SyncWorld.CreateAsync();
        await HideAsync(world, true);
        var hidden = Make(world, "secret-title", visibility);
        var open = Make(world, "Réunion", "default");
        await world.PullAsync();

        var row = await world.RowAsync(hidden);
        (row.Title, row.Description, row.Location, row.Visibility).ShouldBe((null, null, null, visibility));
        row.StartAt.ShouldBe(new DateTimeOffset(2026, 2, 17, 9, 0, 0, TimeSpan.Zero));
        (await world.RowAsync(open)).Title.ShouldBe("Réunion");
        (await EverythingAsync(world)).ShouldNotContain("secret");
        await world.ShouldBeQuietAsync();

        // It moves in Google, and with it the block.
        world.Person.Edit(world.Calendar, hidden, """{"summary":"secret-other","end":{"dateTime":"2026-02-17T12:00:00Z"}}""");
        await world.PullAsync();
        (await world.RowAsync(hidden)).EndAt.ShouldBe(new DateTimeOffset(2026, 2, 17, 12, 0, 0, TimeSpan.Zero));
        (await EverythingAsync(world)).ShouldNotContain("secret");
        await world.ShouldBeQuietAsync();
    }

    [Theory]
    [InlineData("title = 'Chez moi'")]
    [InlineData("deleted_at = calendar_sync_now()")]
    [InlineData("visibility = 'public'")]
    public async Task A_block_cannot_be_changed_by_the_application(string set)
    {
        await using var world = await SyncWorld.CreateAsync();
        await HideAsync(world, true);
        var hidden = Make(world, "secret-title", "private");
        await world.PullAsync();
        world.Google.Calls.Reset();

        await world.AppEditAsync((await world.RowAsync(hidden)).Id, set);
        await world.PushAsync();

        world.Google.Calls.Total.ShouldBe(0);
        (await world.QueueAsync()).ShouldHaveSingleItem().ErrorMessage.ShouldBe("refused: privateEvent");
        ((string?)world.Google.Event(world.Calendar, hidden)!["summary"]).ShouldBe("secret-title");
        await world.ShouldBeQuietAsync();
    }

    [Fact]
    public async Task The_option_works_on_what_is_there_already_and_can_be_taken_back()
    {
        await using var world = await SyncWorld.CreateAsync();
        var theirs = Make(world, "secret-title", "private");
        var mine = await world.AppInsertAsync("À moi");
        await world.AppEditAsync(mine, "visibility = 'private'");
        await world.SettleAsync();
        (await world.RowAsync(theirs)).Title.ShouldBe("secret-title");

        await HideAsync(world, true);
        await world.PullAsync();
        await world.PushAsync();
        (await world.RowAsync(theirs)).Title.ShouldBeNull();
        (await world.RowAsync(mine)).Title.ShouldBe("À moi", "what the application made is its own");
        ((string?)world.Google.Event(world.Calendar, theirs)!["summary"]).ShouldBe("secret-title");
        await world.ShouldBeQuietAsync();

        await HideAsync(world, false);
        await world.PullAsync();
        (await world.RowAsync(theirs)).Title.ShouldBe("secret-title");
        await world.SettleAsync();
        (await world.ConflictsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_becomes_private_and_public_again_is_hidden_and_shown()
    {
        await using var world = await SyncWorld.CreateAsync();
        await HideAsync(world, true);
        var id = Make(world, "Réunion", "default");
        await world.PullAsync();

        world.Person.Edit(world.Calendar, id, """{"visibility":"private"}""");
        await world.PullAsync();
        (await world.RowAsync(id)).Title.ShouldBeNull();

        world.Person.Edit(world.Calendar, id, """{"visibility":"default"}""");
        await world.PullAsync();
        (await world.RowAsync(id)).Title.ShouldBe("Réunion");
        await world.AppEditAsync((await world.RowAsync(id)).Id, "title = 'Réunion, salle 2'");
        await world.SettleAsync();
        ((string?)world.Google.Event(world.Calendar, id)!["description"]).ShouldBe("Réunion-description");
    }

    private static string Make(SyncWorld world, string title, string visibility) => (string)world.Person.Insert(
        world.Calendar,
        $$$"""{"summary":"{{{title}}}","description":"{{{title}}}-description","location":"{{{title}}}-place","visibility":"{{{visibility}}}","attendees":[{"email":"{{{(visibility is "default" ? "guest" : "secret")}}}@example.com"}],"start":{"dateTime":"2026-02-17T09:00:00Z"},"end":{"dateTime":"2026-02-17T10:00:00Z"}}""")["id"]!;

    private static async Task HideAsync(SyncWorld world, bool hide)
    {
        var changed = await world.Services.GetRequiredService<ConnectionAdminStore>()
            .ChangeAsync(world.ConnectionId, new ConnectionPatch { PrivateAsBusy = hide }, CancellationToken.None);
        changed!.PrivateAsBusy.ShouldBe(hide);
    }

    private static async Task<string> EverythingAsync(SyncWorld world) => await world.ValueAsync<string>(
        """
        SELECT concat((SELECT string_agg(to_jsonb(e)::text, ' ') FROM events e), (SELECT string_agg(to_jsonb(j)::text, ' ') FROM google_calendar_sync_journal j),
                      (SELECT string_agg(to_jsonb(n)::text, ' ') FROM google_calendar_notifications n))
        """);
}
