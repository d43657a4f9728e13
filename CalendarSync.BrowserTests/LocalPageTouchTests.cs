using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests;

/// <summary>The local page under a finger: what moves at once scrolls, what rests on an event for a moment lifts it.</summary>
[Collection(Support.BrowserTests.Local)]
public sealed class LocalPageTouchTests(Chromium chromium)
{
    [BrowserFact]
    public async Task A_finger_that_rests_on_an_event_lifts_it_and_moves_it_to_another_day_and_time()
    {
        await using LocalPage local = await OpenAsync();
        await Assertions.Expect(local.Page.Locator(".toolbar .hint:visible")).ToHaveTextAsync("Tap an empty place to add, an event to change it; hold an event and drag it to move it.");
        ILocator card = local.Card("app", "Team meeting");
        int scrolled = await ScrolledAsync(local, "app");

        await DragAsync(local, card, days: 1, quarters: 5);

        await Assertions.Expect(card).ToContainTextAsync("11:15–12:15");
        await Assertions.Expect(local.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        (await ScrolledAsync(local, "app")).ShouldBe(scrolled, "what is lifted is moved, not the calendar");
        await local.SettleAsync();
        (await local.RowAsync("Team meeting")).ShouldBe($"{local.Day(1)} 11:15");

        // A tap after it is a tap.
        await local.StopClockAsync();
        await card.TapAsync();
        await Assertions.Expect(local.Page.Locator("[name=title]")).ToHaveValueAsync("Team meeting");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task In_google_a_finger_moves_one_of_a_series_and_a_whole_day()
    {
        await using LocalPage local = await OpenAsync();

        await DragAsync(local, local.Card("google", "Morning round").Nth(1), days: 0, quarters: 4);
        await Assertions.Expect(local.Page.Locator("#toast")).ToHaveTextAsync("Only this one has moved. Open it to change all of them.");
        await DragAsync(local, local.Card("google", "Camille's birthday"), days: 1, quarters: 0);
        int scrolled = await local.Page.EvaluateAsync<int>("() => Math.round(scrollY)");

        await local.UntilAsync("SELECT start_date::text FROM events WHERE all_day", local.Day(2));
        await Assertions.Expect(local.Card("app", "Morning round").Filter(new() { HasText = "09:30–10:15" })).ToHaveCountAsync(1);
        await Assertions.Expect(local.Verdict).ToBeVisibleAsync();
        (await local.Page.EvaluateAsync<int>("() => Math.round(scrollY)")).ShouldBe(scrolled, "what travels comes in above, and the page stays where it is");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task A_finger_that_moves_at_once_scrolls_and_moves_no_event()
    {
        await using LocalPage local = await OpenAsync();
        ILocator card = local.Card("app", "Team meeting");
        int scrolled = await ScrolledAsync(local, "app");
        Finger finger = await Finger.OnAsync(local.Page);
        await local.StopClockAsync();

        await finger.DownAsync(await Finger.MiddleAsync(card));
        await finger.MoveAsync(0, -90);
        await finger.UpAsync();

        await local.Page.WaitForFunctionAsync("before => document.querySelector('#app-grid .scroll').scrollTop > before + 40", scrolled);
        await Assertions.Expect(card).ToContainTextAsync("10:00–11:00");
        await Assertions.Expect(card).Not.ToHaveAttributeAsync("data-held", "pointer");
        await Assertions.Expect(local.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        (await local.RowAsync("Team meeting")).ShouldBe($"{local.Day(0)} 10:00");
    }

    [BrowserFact]
    public async Task Nothing_is_moved_where_the_finger_stays_or_is_taken_away()
    {
        await using LocalPage local = await OpenAsync();
        ILocator card = local.Card("app", "Team meeting");
        ILocator held = local.Page.Locator("#app-grid .card[data-held]");
        Finger finger = await Finger.OnAsync(local.Page);

        await finger.DownAsync(await Finger.MiddleAsync(card));
        await Assertions.Expect(held).ToHaveCountAsync(1);
        await finger.UpAsync();
        await Assertions.Expect(held).ToHaveCountAsync(0);
        await Assertions.Expect(local.Page.Locator("dialog[open]")).ToHaveCountAsync(0);

        await finger.DownAsync(await Finger.MiddleAsync(card));
        await Assertions.Expect(held).ToHaveCountAsync(1);
        await finger.MoveAsync(0, 60);
        await Assertions.Expect(card).Not.ToContainTextAsync("10:00–11:00");
        await finger.CancelAsync();

        await Assertions.Expect(local.Page.Locator("#announcer")).ToHaveTextAsync("Put back where it was.");
        await Assertions.Expect(card).ToContainTextAsync("10:00–11:00");
        (await local.RowAsync("Team meeting")).ShouldBe($"{local.Day(0)} 10:00");
        local.Stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task At_the_edge_the_calendar_goes_on_under_the_finger()
    {
        await using LocalPage local = await OpenAsync();
        ILocator card = local.Card("app", "Team meeting");
        Finger finger = await Finger.OnAsync(local.Page);
        (float X, float Y) at = await Finger.MiddleAsync(card);
        LocatorBoundingBoxResult seen = (await local.Page.Locator("#app-grid .scroll").BoundingBoxAsync())!;

        await finger.DownAsync(at);
        await Assertions.Expect(local.Page.Locator("#app-grid .card[data-held]")).ToHaveCountAsync(1);
        await finger.MoveAsync(0, seen.Y + seen.Height - 6 - at.Y);
        await local.Page.WaitForFunctionAsync("() => { const scroll = document.querySelector('#app-grid .scroll'); return scroll.scrollTop >= scroll.scrollHeight - scroll.clientHeight - 2; }");
        await finger.UpAsync();

        await local.SettleAsync();
        string evening = (await local.RowAsync("Team meeting"))!;
        string.CompareOrdinal(evening, $"{local.Day(0)} 22:00").ShouldBeGreaterThanOrEqualTo(0, $"moved to {evening}");
        evening.ShouldStartWith(local.Day(0));
    }

    private Task<LocalPage> OpenAsync() => LocalPage.OpenAsync(chromium, width: 390, height: 844, touch: true);

    private static async Task DragAsync(LocalPage local, ILocator card, int days, int quarters)
    {
        (float X, float Y) at = await Finger.MiddleAsync(card);
        LocatorBoundingBoxResult grid = (await card.Locator("xpath=..").BoundingBoxAsync())!;
        int count = await local.Page.Locator("#app-grid .head").CountAsync();
        Finger finger = await Finger.OnAsync(local.Page);
        await finger.DownAsync(at);
        await Assertions.Expect(local.Page.Locator(".card[data-held]")).ToHaveCountAsync(1);
        await finger.MoveAsync(days * grid.Width / count, quarters * grid.Height / 96);
        await finger.UpAsync();
        await Assertions.Expect(local.Page.Locator(".card[data-held]")).ToHaveCountAsync(0);
    }

    private static Task<int> ScrolledAsync(LocalPage local, string side) =>
        local.Page.Locator($"#{side}-grid .scroll").EvaluateAsync<int>("node => Math.round(node.scrollTop)");
}
