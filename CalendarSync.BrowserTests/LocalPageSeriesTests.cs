using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>Series on the local page: made in the form, seen on every day, and changed one at a time or all at once.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed class LocalPageSeriesTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task A_series_is_made_in_the_form_and_one_of_it_is_moved_and_deleted(string here, string there)
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);
        await local.AddAsync(here, "Training", "17:00", "18:00", repeat: "every day");
        await local.SettleAsync();
        await Assertions.Expect(local.Card(there, "Training")).ToHaveCountAsync(3);

        await local.DragAsync(Of(local, here, 1), 0, -8);
        await Assertions.Expect(local.Page.Locator("#toast")).ToHaveTextAsync("Only this one has moved. Open it to change all of them.");
        await Of(local, here, 2).ClickAsync();
        await Assertions.Expect(local.Page.GetByRole(AriaRole.Radio, new() { Name = "only this one" })).ToBeCheckedAsync();
        await Assertions.Expect(local.Page.GetByLabel("Repeats")).ToBeHiddenAsync();
        await local.Page.Locator("#editor-delete").ClickAsync();

        await Assertions.Expect(local.Card(here, "Training")).ToHaveCountAsync(2);
        await local.SettleAsync();
        await Assertions.Expect(local.Card(there, "Training")).ToContainTextAsync(["17:00–18:00", "15:00–16:00"]);
        await Assertions.Expect(local.Card(there, "Training")).ToHaveCountAsync(2);

        await local.Page.Locator("#later").ClickAsync();
        await Assertions.Expect(local.Card(there, "Training")).ToContainTextAsync(["17:00–18:00", "17:00–18:00", "17:00–18:00"]);
        await Assertions.Expect(local.Card(here, "Training")).ToContainTextAsync(["17:00–18:00", "17:00–18:00", "17:00–18:00"]);
        await local.Page.Locator("#today").ClickAsync();
        await Assertions.Expect(local.Card(here, "Training")).ToHaveCountAsync(2);
        await Assertions.Expect(local.Verdict).ToBeVisibleAsync();
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserTheory]
    [InlineData("app", "google")]
    [InlineData("google", "app")]
    public async Task All_of_a_series_are_renamed_moved_and_deleted_from_any_of_them(string here, string there)
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);

        await local.Card(here, "Morning round").Nth(2).ClickAsync();
        await local.Page.Locator("[name=title]").FillAsync("Ward round");
        await local.Page.Locator("[name=from]").FillAsync("07:30");
        await local.Page.GetByRole(AriaRole.Radio, new() { Name = "all of them" }).CheckAsync();
        await Assertions.Expect(local.Page.Locator("[name=title]")).ToHaveValueAsync("Ward round");
        await Assertions.Expect(local.Page.GetByLabel("First day")).ToHaveValueAsync(local.Day(0));
        await Assertions.Expect(local.Page.GetByLabel("Repeats")).ToHaveValueAsync("daily");
        await local.Page.Locator("#editor-form [type=submit]").ClickAsync();
        await Assertions.Expect(local.Card(here, "Ward round")).ToHaveCountAsync(3);
        await local.SettleAsync();
        await Assertions.Expect(local.Card(there, "Ward round")).ToContainTextAsync(["07:30–09:15", "07:30–09:15", "07:30–09:15"]);

        await local.Card(here, "Ward round").Nth(1).ClickAsync();
        await local.Page.GetByRole(AriaRole.Radio, new() { Name = "all of them" }).CheckAsync();
        await Assertions.Expect(local.Page.Locator("#editor-delete")).ToHaveTextAsync("Delete all");
        await local.Page.Locator("#editor-delete").ClickAsync();
        await Assertions.Expect(local.Card(here, "Ward round")).ToHaveCountAsync(0);
        await local.SettleAsync();
        await Assertions.Expect(local.Card(there, "Ward round")).ToHaveCountAsync(0);
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task One_of_a_series_keeps_the_focus_when_it_becomes_an_event_of_its_own()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, "fr-FR");
        ILocator card = local.Card("app", "Morning round").Nth(1);

        await card.FocusAsync();
        await local.Page.Keyboard.PressAsync("Space");
        await local.Page.Keyboard.PressAsync("ArrowDown");
        await local.Page.Keyboard.PressAsync("Space");

        await Assertions.Expect(local.Page.Locator("#toast")).ToHaveTextAsync("Seul celui-ci a bougé. Ouvrez-le pour les changer tous.");
        await Assertions.Expect(local.Card("app", "Morning round").Filter(new() { HasText = "08:45–09:30" })).ToBeFocusedAsync();
        await local.SettleAsync();
        await Assertions.Expect(local.Card("google", "Morning round").Filter(new() { HasText = "08:45–09:30" })).ToHaveAttributeAsync("data-state", "same");
        (await local.Stage.Demo.Database.QueryAsync<long>("SELECT count(*) FROM events WHERE series_id IS NOT NULL", null, default)).ShouldBe(1);
        local.Stage.Complaints.ShouldBeEmpty();
    }

    private static ILocator Of(LocalPage local, string side, int day) => local.Card(side, "Training").Nth(day);
}
