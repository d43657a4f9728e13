using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>The settings page, as an owner uses it.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed class SettingsTests(Chromium chromium)
{
    private static readonly (string, string) Manual = ("CONFLICT_POLICY", "manual");

    [BrowserFact]
    public async Task An_account_is_connected_from_the_page_and_the_page_notices()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        IPage page = await company.OpenPageAsync("fr-FR");
        await Expect(page.Locator("#summary")).ToHaveTextAsync("Aucun agenda n’est connecté.");
        page.Url.ShouldBe(company.PageUrl, "the token is out of the address");

        IPage google = await page.RunAndWaitForPopupAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Connecter un compte Google" }).ClickAsync());
        await google.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(google.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Google Agenda est connecté");
        await google.CloseAsync();

        ILocator card = page.Locator("#calendars .card");
        await Expect(card.GetByRole(AriaRole.Heading)).ToHaveTextAsync("demo@example.com");
        await Expect(card).ToContainTextAsync("Connecté");
        await Expect(card).ToContainTextAsync("aussitôt ; le canal expire");
        await Expect(page.Locator("#summary")).ToHaveTextAsync("Tout est à jour.");
        stage.Complaints.ShouldBeEmpty();
        await Screenshots.KeepAsync(page, "settings-connected-fr");
    }

    [BrowserFact]
    public async Task What_waits_is_shown_and_sent_and_both_directions_are_told()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Dentist");
        IPage page = await company.OpenPageAsync();

        ILocator waiting = page.Locator("#queue tbody tr");
        await Expect(waiting).ToContainTextAsync("Dentist");
        await Expect(waiting).ToContainTextAsync("the next run takes it");
        await Expect(page.Locator("#summary")).ToHaveTextAsync("1 change is on its way to Google.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Synchronise now" }).ClickAsync();
        await Expect(page.Locator("#queue")).ToContainTextAsync("Nothing waits");
        company.TitlesInGoogle().ShouldBe(["Dentist"]);
        await company.EditInGoogleAsync(id, """{"summary":"Dentist, moved"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Synchronise now" }).ClickAsync();

        await page.Locator("#recent").GetByRole(AriaRole.Button, new() { Name = "Dentist, moved" }).First.ClickAsync();
        ILocator history = page.GetByRole(AriaRole.Dialog, new() { Name = "History of Dentist, moved" });
        await Expect(history.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Changed in the application" })).ToContainTextAsync("Title: Dentist → Dentist, moved");
        await Expect(history).ToContainTextAsync("Added in Google");
        await Expect(history).ToContainTextAsync("it was written in the application");
        await Screenshots.KeepAsync(page, "settings-history", fullPage: false);
        await page.Keyboard.PressAsync("Escape");
        await Expect(history).ToBeHiddenAsync();
        await Expect(page.Locator("#calendars .card")).ToContainTextAsync("1 changed");
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_conflict_is_decided_field_by_field()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, Manual);
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Review");
        await company.SyncAsync();
        await company.EditAsync(id, "title", "Review with Ana");
        await company.EditAsync(id, "location", "Room 1");
        await company.EditInGoogleAsync(id, """{"summary":"Review with Bo","location":"Room 2"}""");
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync();

        ILocator question = page.GetByRole(AriaRole.Article, new() { Name = "Conflict about Review with Ana" });
        await Expect(question.Locator(".differs")).ToHaveCountAsync(4);
        ILocator apply = question.GetByRole(AriaRole.Button, new() { Name = "Apply my choice by field" });
        await Expect(apply).ToBeDisabledAsync();
        await question.GetByRole(AriaRole.Radio, new() { Name = "Title, Google: Review with Bo" }).CheckAsync();
        await question.GetByRole(AriaRole.Radio, new() { Name = "Place, Application: Room 1" }).CheckAsync();
        await Screenshots.KeepAsync(page, "settings-conflict");
        await apply.ClickAsync();

        await Expect(question).ToBeHiddenAsync();
        await company.SyncAsync();
        (await company.QueryAsync<string>("SELECT title || ', ' || location FROM events")).ShouldBe("Review with Bo, Room 1");
        company.TitlesInGoogle().ShouldBe(["Review with Bo"]);
        (await company.QueryAsync<string>("SELECT choice FROM google_calendar_conflicts")).ShouldBe("fields");
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_question_that_has_changed_meanwhile_is_asked_again()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, Manual);
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Plan");
        await company.SyncAsync();
        await company.EditAsync(id, "title", "Plan A");
        await company.EditInGoogleAsync(id, """{"summary":"Plan G"}""");
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync();
        ILocator keep = page.Locator("#conflicts").GetByRole(AriaRole.Button, new() { Name = "Keep the application’s" });
        await Expect(keep).ToBeVisibleAsync();
        // Nobody has told the page of this when its button is pressed.
        await page.Context.RouteAsync("**/v1/calendar/conflicts?*", route => route.AbortAsync());
        await company.EditAsync(id, "title", "Plan B");

        await keep.ClickAsync();

        await Expect(page.Locator("#toasts")).ToContainTextAsync("It was edited meanwhile");
        (await company.QueryAsync<string>("SELECT status FROM google_calendar_conflicts")).ShouldBe("open");
        await page.Context.UnrouteAllAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#gate")).ToContainTextAsync("Open this page from your application");
        await page.GotoAsync(company.PageFor(company.Token));
        await Expect(page.Locator("#conflicts")).ToContainTextAsync("Plan B");
        await keep.ClickAsync();
        await Expect(keep).ToBeHiddenAsync();
        await company.SyncAsync();
        company.TitlesInGoogle().ShouldBe(["Plan B"]);
    }

    [BrowserFact]
    public async Task What_lost_is_shown_and_brought_back()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "google-wins"));
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Lunch");
        await company.SyncAsync();
        await company.EditAsync(id, "title", "Lunch at noon");
        await company.EditInGoogleAsync(id, """{"summary":"Lunch at one"}""");
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync();

        ILocator decided = page.Locator("#decided");
        await Expect(decided.GetByRole(AriaRole.Columnheader, new() { Name = "Google" })).ToContainTextAsync("prevailed");
        await Expect(decided).ToContainTextAsync("Lunch at noon");
        await Screenshots.KeepAsync(page, "settings-decided");
        await decided.GetByRole(AriaRole.Button, new() { Name = "Bring back the application’s" }).ClickAsync();

        await Expect(decided).ToBeHiddenAsync();
        await company.SyncAsync();
        company.TitlesInGoogle().ShouldBe(["Lunch at noon"]);
    }

    [BrowserFact]
    public async Task A_change_that_was_given_up_is_tried_again()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        await company.WriteAsync("Workshop");
        stage.Demo.Google.Emulator.Faults.Next("events.insert", Fault.Error(403, "requiredAccessLevel"));
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync();

        ILocator row = page.Locator("#queue tbody tr");
        await Expect(row).ToContainTextAsync("given up");
        await Expect(row).ToContainTextAsync("Google answered 403");
        await Expect(page.Locator("#summary")).ToHaveTextAsync("1 thing needs you.");
        await Screenshots.KeepAsync(page, "settings-failed");
        await row.GetByRole(AriaRole.Button, new() { Name = "Try again: Workshop" }).ClickAsync();

        await Expect(page.Locator("#toasts")).ToContainTextAsync("it is in Google");
        await Expect(page.Locator("#queue")).ToContainTextAsync("Nothing waits");
        company.TitlesInGoogle().ShouldBe(["Workshop"]);
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_calendar_is_changed_and_disconnected()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        IPage page = await company.OpenPageAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Settings of demo@example.com" }).ClickAsync();
        await page.GetByLabel("Role", new() { Exact = true }).FillAsync("work");
        await page.GetByLabel("Direction").SelectOptionAsync("app_to_google");
        await page.GetByLabel("Use the calendar’s own colour").UncheckAsync();
        await page.GetByLabel("Colour", new() { Exact = true }).FillAsync("#0b8043");
        await page.GetByLabel("Of its own:").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a reminder" }).ClickAsync();
        await page.GetByLabel("Minutes before").FillAsync("45");
        await Screenshots.KeepAsync(page, "settings-form");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        ILocator card = page.Locator("#calendars .card");
        await Expect(card).ToContainTextAsync("work");
        await Expect(card).ToContainTextAsync("Application to Google only");
        await Expect(card).ToContainTextAsync("Notification 45 minutes before");
        (await company.QueryAsync<string>("SELECT role || ' ' || color || ' ' || sync_direction FROM google_calendar_connections")).ShouldBe("work #0b8043 app_to_google");

        await card.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        ILocator question = page.GetByRole(AriaRole.Dialog, new() { Name = "Disconnect demo@example.com?" });
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(card).ToHaveAttributeAsync("data-state", "connected");
        await card.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Disconnect" }).ClickAsync();

        await Expect(card).ToHaveAttributeAsync("data-state", "disabled");
        (await company.QueryAsync<string>("SELECT status FROM google_calendar_connections")).ShouldBe("disabled");
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task All_of_it_works_by_keyboard()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        IPage page = await company.OpenPageAsync();
        await Expect(page.Locator("#calendars .card")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the calendars")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        ILocator settings = page.GetByRole(AriaRole.Button, new() { Name = "Settings of demo@example.com" });
        await TabToAsync(page, settings);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Role", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("family");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator("#calendars .card")).ToContainTextAsync("family");
        await Expect(settings).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await Expect(settings).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Disconnect" })).ToBeFocusedAsync();
        (await company.QueryAsync<string>("SELECT status || ' ' || role FROM google_calendar_connections")).ShouldBe("connected family");
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        for (int presses = 0; presses < 20 && !await target.EvaluateAsync<bool>("node => node === document.activeElement"); presses++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        await Expect(target).ToBeFocusedAsync();
    }
}
