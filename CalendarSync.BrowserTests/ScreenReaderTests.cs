using System.Text.RegularExpressions;

using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>What somebody hears who does not see the pages: what is there to be found, and what is told without being asked.</summary>
[Collection(Support.BrowserTests.Name)]
public sealed partial class ScreenReaderTests(Chromium chromium)
{
    [BrowserTheory]
    [InlineData("en-GB", "settings-conflict.en.txt")]
    [InlineData("fr-FR", "settings-conflict.fr.txt")]
    public async Task The_settings_page_with_a_conflict_reads_as_it_was_reviewed(string locale, string golden)
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        await company.ConnectAsync();
        await ConflictAsync(stage, company);
        await company.WriteAsync("Workshop");
        stage.Demo.Google.Emulator.Faults.Next("events.insert", Fault.Error(403, "requiredAccessLevel"));
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync(locale);
        await Expect(page.Locator("#queue tbody tr")).ToHaveCountAsync(2);

        string tree = await page.Locator("body").AriaSnapshotAsync();

        await GoldenText.ShouldBeAsync(golden, Ago().Replace(tree, "<ago>") + "\n");
    }

    [BrowserTheory]
    [InlineData("en-GB", "Keep Google’s", "Decided. It travels with the next run.", "1 change is on its way to Google.")]
    [InlineData("fr-FR", "Garder Google", "Décidé. Le résultat part avec le prochain passage.", "1 modification est en route vers Google.")]
    public async Task A_choice_is_told_with_what_is_left_to_do(string locale, string button, string decided, string summary)
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        await company.ConnectAsync();
        await ConflictAsync(stage, company);
        IPage page = await company.OpenPageAsync(locale);
        await Expect(page.Locator("#conflicts article")).ToBeVisibleAsync();
        Hearing hearing = await Hearing.BeginAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

        (await hearing.UntilAsync(summary)).ShouldBe([decided, summary]);
    }

    [BrowserFact]
    public async Task A_retry_is_told_step_by_step_and_nothing_twice()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage);
        await company.ConnectAsync();
        await company.WriteAsync("Workshop");
        stage.Demo.Google.Emulator.Faults.Next("events.insert", Fault.Error(403, "requiredAccessLevel"));
        await company.SyncAsync();
        IPage page = await company.OpenPageAsync();
        await Expect(page.Locator("#queue tr[data-status=failed]")).ToBeVisibleAsync();
        Hearing hearing = await Hearing.BeginAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again: Workshop" }).ClickAsync();

        IReadOnlyList<string> heard = await hearing.UntilAsync("Everything is in step.");
        heard.Where(said => !said.Contains("on its way", StringComparison.Ordinal))
            .ShouldBe(["It is due now and goes with the next run.", "Tried again: it is in Google.", "Everything is in step."]);
    }

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

    private static async Task ConflictAsync(Stage stage, Company company)
    {
        // Which of the two directions sees it first is in the history: here always the same one.
        stage.Demo.Google.Emulator.Push.DropRate = 1;
        Guid id = await company.WriteAsync("Review");
        await company.SyncAsync();
        await company.EditAsync(id, "title", "Review with Ana");
        await company.EditAsync(id, "location", "Room 1");
        await company.EditInGoogleAsync(id, """{"summary":"Review with Bo","location":"Room 2"}""");
        await company.SyncAsync();
    }

    [GeneratedRegex("just now|in a moment|[0-9]+ (seconds?|minutes?) ago|à l’instant|dans un instant|il y a [0-9]+ (secondes?|minutes?)")]
    private static partial Regex Ago();

    [GeneratedRegex("(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? [0-9]+ \\w+")]
    private static partial Regex Day();
}
