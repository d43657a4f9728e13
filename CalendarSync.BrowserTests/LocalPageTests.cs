using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>The local page of the demo: both calendars, and what travels between them.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed class LocalPageTests(Chromium chromium)
{
    [BrowserFact]
    public async Task An_edit_crosses_both_ways_and_is_seen_travelling()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);

        await local.AddAsync("app", "Written by SQL");
        await Assertions.Expect(local.Card("app", "Written by SQL")).ToHaveAttributeAsync("data-state", "waits");
        await local.SettleAsync();
        await Assertions.Expect(local.Card("google", "Written by SQL")).ToHaveAttributeAsync("data-state", "same");

        await local.Card("google", "Written by SQL").ClickAsync();
        await local.Page.Locator("[name=title]").FillAsync("Renamed in Google");
        await local.Page.Locator("#editor-form [type=submit]").ClickAsync();
        await Assertions.Expect(local.Card("app", "Renamed in Google")).ToBeVisibleAsync();
        (await local.RowAsync("Renamed in Google")).ShouldBe($"{local.Day(0)} 12:00");

        ILocator feed = local.Page.Locator("#feed");
        await Assertions.Expect(feed).ToContainTextAsync("events.insert 200 · 1 unit");
        await Assertions.Expect(feed).ToContainTextAsync("Changed in Google: written to the row “Renamed in Google”");
        await local.SettleAsync();
        await Screenshots.KeepAsync(local.Page, "local-page");

        await local.Card("app", "Renamed in Google").ClickAsync();
        await local.Page.Locator("#editor-delete").ClickAsync();
        await local.ProcessAsync();
        await Assertions.Expect(local.Card("google", "Renamed in Google")).ToHaveCountAsync(0);
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task An_event_is_dragged_to_another_day_and_time_on_either_side()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);

        await local.DragAsync(local.Card("app", "Consultation"), 1, -6);
        await Assertions.Expect(local.Card("app", "Consultation")).ToContainTextAsync("13:00–14:00");
        await Assertions.Expect(local.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await local.SettleAsync();
        await Assertions.Expect(local.Card("google", "Consultation")).ToContainTextAsync("13:00–14:00");
        (await local.RowAsync("Consultation")).ShouldBe($"{local.Day(1)} 13:00");

        await local.DragAsync(local.Card("google", "Consultation"), -1, 3);
        await Assertions.Expect(local.Card("app", "Consultation")).ToContainTextAsync("13:45–14:45");
        (await local.RowAsync("Consultation")).ShouldBe($"{local.Day(0)} 13:45");

        await local.DragAsync(local.Card("google", "Camille's birthday"), 1, 0);
        await local.UntilAsync("SELECT start_date::text FROM events WHERE all_day", local.Day(2));
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task The_keyboard_does_all_that_the_pointer_does()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);
        IKeyboard keys = local.Page.Keyboard;

        await local.Page.Locator(".new[data-side=app]").FocusAsync();
        await keys.PressAsync("Enter");
        await keys.TypeAsync("By hand");
        await keys.PressAsync("Enter");
        await Assertions.Expect(local.Card("app", "By hand")).ToBeVisibleAsync();

        await local.Card("app", "By hand").FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(local.Page.Locator("#announcer")).ToContainTextAsync("lifted");
        foreach (string key in (string[])["ArrowRight", "ArrowDown", "ArrowDown", "ArrowUp"])
        {
            await keys.PressAsync(key);
        }

        await Assertions.Expect(local.Page.Locator("#announcer")).ToContainTextAsync("09:15");
        await keys.PressAsync("Space");
        await local.SettleAsync();
        (await local.RowAsync("By hand")).ShouldBe($"{local.Day(1)} 09:15");
        await Assertions.Expect(local.Card("google", "By hand")).ToContainTextAsync("09:15–10:15");

        await local.Card("app", "By hand").FocusAsync();
        await keys.PressAsync("Space");
        await keys.PressAsync("ArrowLeft");
        await keys.PressAsync("Escape");
        await Assertions.Expect(local.Card("app", "By hand")).ToBeFocusedAsync();
        (await local.RowAsync("By hand")).ShouldBe($"{local.Day(1)} 09:15", "escape puts it back");

        await keys.PressAsync("Enter");
        await local.Page.Locator("#editor-delete").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(local.Card("app", "By hand")).ToHaveCountAsync(0);
        await Assertions.Expect(local.Page.Locator(".new[data-side=app]")).ToBeFocusedAsync();
        (await local.RowAsync("By hand")).ShouldBeNull();
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Titles_are_texts_whatever_they_look_like()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium);
        string[] titles = ["<img src=x onerror=\"document.title='broken'\">", "<script>document.title='broken'</script>", "موعد مع الطبيب ١٢", "👩🏽‍⚕️ Visite 🏥", "‮esrever", new string('W', 300)];
        int hour = 10;
        foreach (string title in titles)
        {
            await local.AddAsync(hour % 2 == 0 ? "app" : "google", title, $"{hour}:00", $"{hour + 1}:00");
            hour++;
        }

        await local.SettleAsync();

        foreach (string title in titles)
        {
            await Assertions.Expect(local.Card("app", title)).ToBeVisibleAsync();
            await Assertions.Expect(local.Card("google", title)).ToBeVisibleAsync();
        }

        (await local.Page.TitleAsync()).ShouldBe("CalendarSync");
        (await local.Page.Locator("main img, main script").CountAsync()).ShouldBe(0);
        (await WidthAsync(local.Page)).ShouldBeLessThanOrEqualTo(1440);
        local.Stage.Complaints.ShouldBeEmpty();
        await Screenshots.KeepAsync(local.Page, "local-page-hostile");
    }

    [BrowserFact]
    public async Task The_settings_page_is_one_click_away_and_knows_its_owner()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, width: 1920, height: 1080);
        await Screenshots.KeepAsync(local.Page, "local-page-wide");

        IPage settings = await local.Page.RunAndWaitForPopupAsync(() => local.Page.Locator("#settings").ClickAsync());

        await Assertions.Expect(settings.Locator("#summary")).Not.ToBeEmptyAsync();
        settings.Url.ShouldNotContain(local.Stage.Demo.People.Token(local.Stage.Demo.Settings.JwtSecret, TimeProvider.System.GetUtcNow())[..40]);
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_telephone_shows_it_below_each_other_and_in_french()
    {
        await using LocalPage local = await LocalPage.OpenAsync(chromium, "fr-FR", width: 390, height: 844);

        (await WidthAsync(local.Page)).ShouldBeLessThanOrEqualTo(390);
        await Assertions.Expect(local.Page.GetByRole(AriaRole.Heading, new() { Name = "L’application" })).ToBeVisibleAsync();
        await Assertions.Expect(local.Verdict).ToHaveTextAsync("✓ Les deux côtés sont identiques");
        await local.Card("app", "Team meeting").ClickAsync();
        await Assertions.Expect(local.Page.Locator("dialog[open]")).ToBeInViewportAsync();
        await Screenshots.KeepAsync(local.Page, "local-page-editor-fr", fullPage: false);
        await local.Page.Locator("#editor-cancel").ClickAsync();
        await Screenshots.KeepAsync(local.Page, "local-page-narrow-fr");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    private static Task<int> WidthAsync(IPage page) => page.EvaluateAsync<int>("document.documentElement.scrollWidth");
}
