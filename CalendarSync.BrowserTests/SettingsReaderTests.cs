using System.Text.RegularExpressions;

using CalendarSync.BrowserTests.Support;
using CalendarSync.Local.Emulator.Faults;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>What somebody hears who does not see the settings page: what is there to be found, and what is told without being asked.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed partial class SettingsReaderTests(Chromium chromium)
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

        await page.GetByRole(AriaRole.Button, new() { Name = button }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        (await hearing.UntilAsync(summary)).ShouldBe([decided, summary]);
        // The button has gone with its question; whoever pressed it does not begin again at the top.
        await Expect(page.Locator("#conflicts")).ToBeHiddenAsync();
        await Expect(page.Locator("main")).ToBeFocusedAsync();
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

        await page.GetByRole(AriaRole.Button, new() { Name = "Try again: Workshop" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        IReadOnlyList<string> heard = await hearing.UntilAsync("Everything is in step.");
        heard.Where(said => !said.Contains("on its way", StringComparison.Ordinal))
            .ShouldBe(["It is due now and goes with the next run.", "Tried again: it is in Google.", "Everything is in step."]);
        await Expect(page.Locator("#queue")).ToBeFocusedAsync();
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
}
