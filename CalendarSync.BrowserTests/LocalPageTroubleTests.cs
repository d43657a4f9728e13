using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>The buttons that break something, and the words in which the page tells how it recovers.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed class LocalPageTroubleTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Google_is_down_changes_wait_and_go_when_it_is_back()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);

        await local.Trouble("down").ClickAsync();
        await Assertions.Expect(local.Trouble("down")).ToHaveAttributeAsync("aria-pressed", "true");
        await local.AddAsync("app", "While it is down");
        await local.ProcessAsync();
        await Assertions.Expect(local.Page.Locator("#waiting")).ToContainTextAsync("Google answered 503");
        await Assertions.Expect(local.Story).ToContainTextAsync("Nothing is given up.");
        await Assertions.Expect(local.Card("google", "While it is down")).ToHaveCountAsync(0);
        await Screenshots.KeepAsync(local.Page, "local-page-down");

        await local.Page.Locator("#stop").ClickAsync();
        await local.Page.Locator("#hurry").ClickAsync();

        await Assertions.Expect(local.Card("google", "While it is down")).ToHaveCountAsync(1);
        await Assertions.Expect(local.Verdict).ToBeVisibleAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("nothing lost, nothing twice. Both sides are the same.");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_worker_dies_and_the_event_is_there_once()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, scheme: ColorScheme.Dark);
        const string title = "Written just before the crash";

        await local.Trouble("crash").ClickAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("Another worker has started.");
        await Assertions.Expect(local.Card("google", title)).ToHaveCountAsync(1);
        await Assertions.Expect(local.Card("app", title)).ToHaveAttributeAsync("data-state", "waits");
        await Assertions.Expect(local.Page.Locator("#waiting")).ToContainTextAsync("its alone for");

        await local.Page.Locator("#hurry").ClickAsync();

        await Assertions.Expect(local.Verdict).ToBeVisibleAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("Recovered: one event, here and there.");
        await Assertions.Expect(local.Card("google", title)).ToHaveCountAsync(1);
        await Assertions.Expect(local.Card("app", title)).ToHaveCountAsync(1);
        await Screenshots.KeepAsync(local.Page, "local-page-crash-dark");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Two_people_change_one_title_and_the_page_says_what_became_of_it()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, "fr-FR");

        await local.Trouble("same_field").ClickAsync();
        await local.SettleAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("la version de l’application est gardée dans les conflits");
        await Assertions.Expect(local.Story).ToContainTextAsync("Les deux côtés sont identiques.");
        await Screenshots.KeepAsync(local.Page, "local-page-conflict-fr");

        await local.Trouble("different_fields").ClickAsync();
        await local.SettleAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("Les deux modifications sont des deux côtés.");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_run_begins_after_what_was_done_before_its_button_was_pressed()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);
        var asked = new TaskCompletionSource();
        var goesOn = new TaskCompletionSource();
        await local.Page.RouteAsync("**/api/both", async route =>
        {
            asked.SetResult();
            await goesOn.Task;
            await route.ContinueAsync();
        });

        await local.Trouble("same_field").ClickAsync();
        await asked.Task;
        await local.Page.Locator("#processor").ClickAsync();
        await Assertions.Expect(local.Page.Locator("#processor")).ToHaveAttributeAsync("aria-busy", "true");
        goesOn.SetResult();

        await Assertions.Expect(local.Story).ToContainTextAsync("Both sides are the same.");
        await Assertions.Expect(local.Verdict).ToBeVisibleAsync();
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Tokens_die_and_come_back()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);

        foreach ((string name, string end) in ((string, string)[])[("sync_token", "nothing deleted, nothing twice"), ("access_token", "nobody noticed")])
        {
            await local.Trouble(name).ClickAsync();
            await Assertions.Expect(local.Story).ToContainTextAsync(end);
        }

        await local.Trouble("revoked").ClickAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("Only a person can help.");
        await Assertions.Expect(local.Trouble("revoked")).ToHaveAttributeAsync("aria-pressed", "true");
        await local.Trouble("revoked").ClickAsync();
        await Assertions.Expect(local.Story).ToContainTextAsync("Connected again");
        await Assertions.Expect(local.Trouble("revoked")).ToHaveAttributeAsync("aria-pressed", "false");
        local.Stage.Complaints.ShouldBeEmpty();
    }
}
