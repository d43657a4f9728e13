using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>How the settings page learns who is asking, and what it does where nobody says so.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed class SettingsSessionTests(Chromium chromium)
{
    [BrowserFact]
    public async Task Without_a_token_it_shows_nothing_and_says_what_to_do()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        IPage page = await stage.NewPageAsync();

        await page.GotoAsync(company.PageUrl);

        await Expect(page.Locator("#gate")).ToContainTextAsync("Open this page from your application");
        await Expect(page.Locator("main section:visible")).ToHaveCountAsync(0);
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_refused_token_and_a_member_are_told_so()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        IPage page = await stage.NewPageAsync();
        await page.GotoAsync(company.PageFor("not.a.token"));
        await Expect(page.Locator("#gate")).ToHaveTextAsync("Your sign-in has ended. Open the page again from your application.");

        await company.ExecuteAsync("UPDATE company_users SET role = 'member'");
        // A new fragment is a new hand-over, without a reload.
        await page.EvaluateAsync("address => { location.href = address; }", company.PageFor(company.Token));

        await Expect(page.Locator("#gate")).ToHaveTextAsync("This page is for the owners and admins of the company.");
        await Expect(page.Locator("main section:visible")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_link_can_ask_for_the_history_of_an_event()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Concert");
        await company.SyncAsync();
        IPage page = await stage.NewPageAsync("fr-FR");

        await page.GotoAsync(company.PageFor(company.Token) + $"&event_id={id}");

        ILocator history = page.GetByRole(AriaRole.Dialog, new() { Name = "Historique de Concert" });
        await Expect(history).ToContainTextAsync("Ajouté chez Google");
        await Expect(history).ToContainTextAsync("il a été écrit dans l’application");
        page.Url.ShouldBe(company.PageUrl);
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_application_frames_it_and_hands_the_token_over()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using var application = await StaticSite.StartAsync();
        await using var stranger = await StaticSite.StartAsync();
        await using Company company = await Company.StartAsync(stage, ("ALLOWED_RETURN_ORIGINS", application.Origin));
        await company.ConnectAsync();
        string html = $$"""
            <!doctype html><meta charset="utf-8"><title>Application</title><iframe id="frame" src="{{company.PageUrl}}" width="900" height="900"></iframe>
            <script>
              window.addEventListener('message', (message) => {
                if (message.origin === '{{company.Settings.BaseUrl}}' && message.data.type === 'calendar-sync:ready') {
                  message.source.postMessage({ type: 'calendar-sync:token', token: '{{company.Token}}', company_id: '{{stage.Demo.People.CompanyId}}' }, message.origin);
                }
              });
            </script>
            """;
        application.Page = html;
        stranger.Page = html;
        IPage page = await stage.NewPageAsync();

        await page.GotoAsync(application.Origin);
        await Expect(page.FrameLocator("#frame").Locator("#calendars .card")).ToContainTextAsync("Connected");

        IPage other = await stage.NewPageAsync();
        await other.GotoAsync(stranger.Origin);
        await Expect(other.Locator("#frame")).ToBeVisibleAsync();
        other.Frames.ShouldAllBe(frame => !frame.Url.StartsWith(company.PageUrl, StringComparison.Ordinal), "the policy keeps it out of a stranger's frame");
    }

    [BrowserFact]
    public async Task A_stranger_who_opens_it_cannot_hand_over_a_token()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using var stranger = await StaticSite.StartAsync();
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        stranger.Page = "<!doctype html><title>Stranger</title>";
        IPage page = await stage.NewPageAsync();
        await page.GotoAsync(stranger.Origin);

        IPage opened = await page.RunAndWaitForPopupAsync(() => page.EvaluateAsync("address => { window.opened = window.open(address); }", company.PageUrl));
        await Expect(opened.Locator("#gate")).ToBeVisibleAsync();
        await page.EvaluateAsync(
            "([token, company]) => window.opened.postMessage({ type: 'calendar-sync:token', token, company_id: company }, '*')",
            new[] { company.Token, stage.Demo.People.CompanyId.ToString() });
        // Messages are delivered in order: when this one has come, the other has.
        await opened.EvaluateAsync("() => new Promise((done) => { window.addEventListener('message', done, { once: true }); window.postMessage('last', location.origin); })");

        await Expect(opened.Locator("#gate")).ToContainTextAsync("Waiting for the application");
        await Expect(opened.Locator("main section:visible")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_service_that_is_away_leaves_what_was_read_in_view()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        IPage page = await company.OpenPageAsync();
        await Expect(page.Locator("#calendars .card")).ToBeVisibleAsync();

        await page.Context.SetOfflineAsync(true);
        await page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");

        await Expect(page.Locator("#gate")).ToContainTextAsync("The service cannot be reached");
        await Expect(page.Locator("#calendars .card")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);
        await page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");
        await Expect(page.Locator("#gate")).ToBeEmptyAsync();
    }
}
