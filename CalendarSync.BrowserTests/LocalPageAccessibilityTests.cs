using CalendarSync.BrowserTests.Support;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>The local page by the rules of axe-core: in its states, in both languages, by day and in the dark.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed class LocalPageAccessibilityTests(Chromium chromium)
{
    [AxeTheory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task The_local_page_breaks_no_rule(string locale)
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, locale);
        await Axe.CheckAsync(local.Page, "ready");

        await local.Page.Locator(".new[data-side=google]").ClickAsync();
        await Axe.CheckAsync(local.Page, "the form of a new event");
        await local.Page.Locator("#editor-cancel").ClickAsync();
        await local.Card("app", "Morning round").First.ClickAsync();
        await local.Page.Locator("#editor-form [name=title]").FillAsync("");
        await local.Page.Locator("#editor-form [name=day]").FillAsync("");
        await local.Page.Locator("#editor-form [type=submit]").ClickAsync();
        await Expect(local.Page.Locator("#editor-fault")).Not.ToBeEmptyAsync();
        await Axe.CheckAsync(local.Page, "the form of one of a series, with a fault");
        await local.Page.Locator("#editor-cancel").ClickAsync();

        await local.Trouble("down").ClickAsync();
        await Expect(local.Trouble("down")).ToHaveAttributeAsync("aria-pressed", "true");
        await local.AddAsync("app", "While it is down");
        await local.ProcessAsync();
        await Expect(local.Page.Locator("#waiting li")).ToBeVisibleAsync();
        await Expect(local.Page.Locator("#story li.bad")).ToBeVisibleAsync();
        await Axe.CheckAsync(local.Page, "trouble");
        await local.Page.SetViewportSizeAsync(360, 740);
        await Axe.CheckAsync(local.Page, "the same on a narrow screen");

        await local.Page.EvaluateAsync("() => { const box = document.getElementById('toast'); box.textContent = 'Refused'; box.hidden = false; }");
        await Axe.CheckAsync(local.Page, "a message");
        local.Stage.Complaints.ShouldBeEmpty();
    }
}
