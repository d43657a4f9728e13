using System.Text.RegularExpressions;

using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>What somebody who does not see the local page is told without asking.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed partial class LocalPageReaderTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task A_move_by_keyboard_is_told_and_so_is_what_became_of_it(string locale)
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, locale);
        ILocator card = local.Card("app", "Consultation");
        await card.FocusAsync();
        Hearing hearing = await Hearing.BeginAsync(local.Page);

        foreach (string key in (string[])["Space", "ArrowRight", "ArrowUp", "Space"])
        {
            await local.Page.Keyboard.PressAsync(key);
        }

        await Expect(card).ToHaveAttributeAsync("data-state", "waits");
        await local.SettleAsync();

        string text = string.Join('\n', await hearing.AllAsync());
        await GoldenText.ShouldBeAsync($"local-move.{locale[..2]}.txt", Day().Replace(text, "<day>") + "\n");
    }

    [BrowserFact]
    public async Task Trouble_is_told_as_it_happens_and_seconds_that_go_by_are_not()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);
        Hearing hearing = await Hearing.BeginAsync(local.Page);

        await local.Trouble("sync_token").ClickAsync();

        IReadOnlyList<string> heard = await hearing.UntilAsync("Recovered: nothing deleted, nothing twice, and a new token from here on.");
        heard.Count(said => said is "Google answers 410: the token is worth nothing any more.").ShouldBe(1);
        heard.Count(said => said.StartsWith("Recovered", StringComparison.Ordinal)).ShouldBe(1);
        (await local.Page.Locator("#story-live, #waiting").EvaluateAllAsync<bool>("nodes => nodes.some(node => node.closest('[aria-live], [role=status], [role=log], [role=alert]'))")).ShouldBeFalse();
    }

    [GeneratedRegex("(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? [0-9]+ \\w+")]
    private static partial Regex Day();
}
