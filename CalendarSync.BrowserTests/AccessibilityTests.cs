using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>Every page in its states by the rules of axe-core, in both languages, by day and in the dark.</summary>
[Collection(Support.BrowserTests.Name)]
public sealed class AccessibilityTests(Chromium chromium)
{
    [AxeTheory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task The_settings_page_breaks_no_rule(string locale)
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        IPage page = await stage.NewPageAsync(locale);

        await page.GotoAsync(company.PageUrl);
        await Expect(page.Locator("#gate .notice")).ToBeVisibleAsync();
        await CheckAsync(page, "nobody has said who asks");

        await page.EvaluateAsync("address => { location.href = address; }", company.PageFor(company.Token));
        await Expect(page.Locator("#summary[data-level=none]")).ToBeVisibleAsync();
        await CheckAsync(page, "nothing is connected");

        await company.ConnectAsync();
        await ReadAgainAsync(page);
        await Expect(page.Locator("#calendars .card[data-state=connected]")).ToBeVisibleAsync();
        await CheckAsync(page, "connected");

        await FillAsync(stage, company);
        await ReadAgainAsync(page);
        await Expect(page.Locator("#conflicts article")).ToHaveCountAsync(1);
        await Expect(page.Locator("#decided article")).ToHaveCountAsync(1);
        await Expect(page.Locator("#queue tr[data-status=failed]")).ToHaveCountAsync(1);
        await CheckAsync(page, "conflicts, failed and waiting items");
        await page.SetViewportSizeAsync(360, 740);
        await CheckAsync(page, "the same on a narrow screen");
        await page.SetViewportSizeAsync(1280, 900);

        await page.Locator("#conflicts h3 button").ClickAsync();
        await Expect(page.Locator("dialog[open] .journal")).ToBeVisibleAsync();
        await CheckAsync(page, "the history of an event");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#calendars .danger").ClickAsync();
        await Expect(page.Locator("dialog[open] .danger")).ToBeVisibleAsync();
        await CheckAsync(page, "a question");
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("#calendars [data-key^=edit]").ClickAsync();
        await page.Locator("#calendars [data-key^=own]").CheckAsync();
        await page.Locator("#calendars [data-key^=add]").ClickAsync();
        await CheckAsync(page, "the form");
        await page.Keyboard.PressAsync("Escape");

        foreach (string state in (string[])["needs_reauth", "disabled"])
        {
            await company.ExecuteAsync("UPDATE google_calendar_connections SET status = @state, last_error = 'Google answered 400 invalid_grant'", new { state });
            await ReadAgainAsync(page);
            await Expect(page.Locator($"#calendars .card[data-state={state}]")).ToBeVisibleAsync();
            await CheckAsync(page, state);
        }

        await page.Locator("#queue [data-key^=retry]").First.ClickAsync();
        await Expect(page.Locator(".toast").First).ToBeVisibleAsync();
        await CheckAsync(page, "a message");
        stage.Complaints.ShouldBeEmpty();
    }

    [AxeTheory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task The_local_page_breaks_no_rule(string locale)
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, locale);
        await CheckAsync(local.Page, "ready");

        await local.Page.Locator(".new[data-side=google]").ClickAsync();
        await CheckAsync(local.Page, "the form of a new event");
        await local.Page.Locator("#editor-cancel").ClickAsync();
        await local.Card("app", "Morning round").First.ClickAsync();
        await local.Page.Locator("#editor-form [name=title]").FillAsync("");
        await local.Page.Locator("#editor-form [name=day]").FillAsync("");
        await local.Page.Locator("#editor-form [type=submit]").ClickAsync();
        await Expect(local.Page.Locator("#editor-fault")).Not.ToBeEmptyAsync();
        await CheckAsync(local.Page, "the form of one of a series, with a fault");
        await local.Page.Locator("#editor-cancel").ClickAsync();

        await local.Trouble("down").ClickAsync();
        await Expect(local.Trouble("down")).ToHaveAttributeAsync("aria-pressed", "true");
        await local.AddAsync("app", "While it is down");
        await local.ProcessAsync();
        await Expect(local.Page.Locator("#waiting li")).ToBeVisibleAsync();
        await Expect(local.Page.Locator("#story li.bad")).ToBeVisibleAsync();
        await CheckAsync(local.Page, "trouble");
        await local.Page.SetViewportSizeAsync(360, 740);
        await CheckAsync(local.Page, "the same on a narrow screen");

        await local.Page.EvaluateAsync("() => { const box = document.getElementById('toast'); box.textContent = 'Refused'; box.hidden = false; }");
        await CheckAsync(local.Page, "a message");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [AxeTheory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task The_pages_at_the_end_of_the_consent_break_no_rule(string locale)
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        IPage page = await stage.NewPageAsync(locale);
        foreach (string button in (string[])["Cancel", "Continue"])
        {
            await page.GotoAsync(await ConnectTests.AuthorizationUrlAsync(stage.Demo));
            await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
            await page.WaitForURLAsync($"{stage.Demo.Settings.BaseUrl}/**");
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            await CheckAsync(page, button);
        }
    }

    /// <summary>An open conflict, one that was decided, a change that was given up and one that waits.</summary>
    private static async Task FillAsync(Stage stage, Company company)
    {
        Guid open = await company.WriteAsync("Review");
        Guid decided = await company.WriteAsync("Lunch");
        await company.SyncAsync();
        foreach (Guid id in (Guid[])[open, decided])
        {
            await company.EditAsync(id, "title", "Mine");
            await company.EditAsync(id, "location", "Room 1");
            await company.EditInGoogleAsync(id, """{"summary":"Theirs","location":"Room 2"}""");
        }

        await company.SyncAsync();
        await company.WriteAsync("Workshop");
        stage.Demo.Google.Emulator.Faults.Next("events.insert", Fault.Error(403, "requiredAccessLevel"));
        await company.SyncAsync();
        await company.WriteAsync("Waits");
        await company.ExecuteAsync("UPDATE google_calendar_conflicts SET status = 'recorded', winner = 'google' WHERE event_id = @decided", new { decided });
    }

    private static Task ReadAgainAsync(IPage page) => page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");

    private static async Task CheckAsync(IPage page, string state)
    {
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty($"{state}, {scheme}");
        }
    }
}
