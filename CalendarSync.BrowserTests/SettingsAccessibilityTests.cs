using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>The settings page, and the ones at the end of the consent, by the rules of axe-core: in their states, in both languages, by day and in the dark.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed class SettingsAccessibilityTests(Chromium chromium)
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
        await Axe.CheckAsync(page, "nobody has said who asks");

        await page.EvaluateAsync("address => { location.href = address; }", company.PageFor(company.Token));
        await Expect(page.Locator("#summary[data-level=none]")).ToBeVisibleAsync();
        await Axe.CheckAsync(page, "nothing is connected");

        await company.ConnectAsync();
        await ReadAgainAsync(page);
        await Expect(page.Locator("#calendars .card[data-state=connected]")).ToBeVisibleAsync();
        await Axe.CheckAsync(page, "connected");

        await FillAsync(stage, company);
        await ReadAgainAsync(page);
        await Expect(page.Locator("#conflicts article")).ToHaveCountAsync(1);
        await Expect(page.Locator("#decided article")).ToHaveCountAsync(1);
        await Expect(page.Locator("#queue tr[data-status=failed]")).ToHaveCountAsync(1);
        await Axe.CheckAsync(page, "conflicts, failed and waiting items");
        await page.SetViewportSizeAsync(360, 740);
        await Axe.CheckAsync(page, "the same on a narrow screen");
        await page.SetViewportSizeAsync(1280, 900);

        await page.Locator("#conflicts h3 button").ClickAsync();
        await Expect(page.Locator("dialog[open] .journal")).ToBeVisibleAsync();
        await Axe.CheckAsync(page, "the history of an event");
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#calendars .danger").ClickAsync();
        await Expect(page.Locator("dialog[open] .danger")).ToBeVisibleAsync();
        await Axe.CheckAsync(page, "a question");
        await page.Keyboard.PressAsync("Escape");

        await page.Locator("#calendars [data-key^=edit]").ClickAsync();
        await page.Locator("#calendars [data-key^=own]").CheckAsync();
        await page.Locator("#calendars [data-key^=add]").ClickAsync();
        await Axe.CheckAsync(page, "the form");
        await page.Keyboard.PressAsync("Escape");

        foreach (string state in (string[])["needs_reauth", "disabled"])
        {
            await company.ExecuteAsync("UPDATE google_calendar_connections SET status = @state, last_error = 'Google answered 400 invalid_grant'", new { state });
            await ReadAgainAsync(page);
            await Expect(page.Locator($"#calendars .card[data-state={state}]")).ToBeVisibleAsync();
            await Axe.CheckAsync(page, state);
        }

        await page.Locator("#queue [data-key^=retry]").First.ClickAsync();
        await Expect(page.Locator(".toast").First).ToBeVisibleAsync();
        await Axe.CheckAsync(page, "a message");
        stage.Complaints.ShouldBeEmpty();
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
            await Axe.CheckAsync(page, button);
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
}
