using CalendarSync.BrowserTests.Support;

using Microsoft.Playwright;

using static Microsoft.Playwright.Assertions;

namespace CalendarSync.BrowserTests;

/// <summary>What the settings page looks like, and what it never does: hostile texts, narrow screens, the dark, labels.</summary>
[Collection(Support.BrowserTests.Settings)]
public sealed class SettingsAppearanceTests(Chromium chromium)
{
    private static readonly string[] Hostile =
    [
        "<img src=x onerror=\"window.hurt=1\">",
        "<script>window.hurt=1</script>",
        "\"><svg onload=window.hurt=1>",
        "javascript:window.hurt=1",
        "{{origins}} ${window.hurt=1}",
        "\u202Eright to left \U0001F4C5 " + new string('x', 300),
    ];

    [BrowserFact]
    public async Task Check22_hostile_texts_are_shown_and_do_nothing()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        await company.ConnectAsync();
        IPage page = await stage.NewPageAsync();
        List<string> foreign = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(company.Settings.BaseUrl, StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };
        var ids = new List<Guid>();
        foreach (string text in Hostile)
        {
            ids.Add(await company.WriteAsync(text));
        }

        await company.SyncAsync();
        foreach (Guid id in ids)
        {
            await company.EditAsync(id, "location", Hostile[0]);
            await company.EditInGoogleAsync(id, """{"location":"<b onmouseover=window.hurt=1>here</b>"}""");
        }

        await company.SyncAsync();
        await company.ExecuteAsync("UPDATE google_calendar_connections SET name = @name, role = @name, last_error = @name", new { name = Hostile[0] });
        await company.WriteAsync(Hostile[1], """{"useDefault":false,"overrides":[{"method":"<b>","minutes":1}]}""");
        await page.GotoAsync(company.PageFor(company.Token));

        await Expect(page.Locator("#conflicts article")).ToHaveCountAsync(Hostile.Length);
        foreach (string text in Hostile)
        {
            await Expect(page.Locator("#conflicts h3").Filter(new() { HasText = text })).ToHaveCountAsync(1);
        }

        await Expect(page.Locator("#calendars h3")).ToHaveTextAsync(Hostile[0]);
        await page.Locator("#conflicts h3 button").Filter(new() { HasText = Hostile[0] }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("History of " + Hostile[0]);
        (await page.EvaluateAsync<bool>("() => 'hurt' in window")).ShouldBeFalse();
        (await page.Locator("main img, main script, main svg, main b, dialog img, dialog script, dialog svg").CountAsync()).ShouldBe(0);
        foreign.ShouldBeEmpty();
        stage.Complaints.ShouldBeEmpty();
        await Screenshots.KeepAsync(page, "settings-hostile", fullPage: false);
    }

    [BrowserFact]
    public async Task A_narrow_screen_and_the_dark_lose_nothing()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("Committee meeting with a rather long title");
        await company.SyncAsync();
        await company.EditAsync(id, "location", "Averylongplacewithoutanyspacethatcouldbebrokensomewherebutmustbe");
        await company.EditInGoogleAsync(id, """{"location":"Room 2"}""");
        await company.SyncAsync();
        await company.WriteAsync("Second");
        IPage page = await company.OpenPageAsync("fr-FR", ColorScheme.Dark, width: 360, height: 740);

        await Expect(page.Locator("#conflicts article")).ToBeVisibleAsync();
        await Expect(page.Locator("#queue tbody tr").First).ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(360);
        (await page.Locator(".sides td").First.BoundingBoxAsync())!.Width.ShouldBeGreaterThan(130, "both sides of a conflict can be read beside each other");
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(17, 20, 27)");
        await Screenshots.KeepAsync(page, "settings-narrow-dark-fr");
        stage.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Everything_that_can_be_used_has_a_name_and_enough_contrast()
    {
        await using Stage stage = await Stage.OpenAsync(chromium);
        await using Company company = await Company.StartAsync(stage, ("CONFLICT_POLICY", "manual"));
        await company.ConnectAsync();
        Guid id = await company.WriteAsync("One");
        await company.SyncAsync();
        await company.EditAsync(id, "location", "A");
        await company.EditAsync(id, "title", "A");
        await company.EditInGoogleAsync(id, """{"location":"G","summary":"G"}""");
        await company.SyncAsync();
        await company.WriteAsync("Two");
        foreach (ColorScheme scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            IPage page = await company.OpenPageAsync(scheme: scheme);
            await page.GetByRole(AriaRole.Button, new() { Name = "Settings of demo@example.com" }).ClickAsync();
            await page.GetByLabel("Of its own:").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a reminder" }).ClickAsync();
            await Expect(page.Locator("#queue tbody tr").First).ToBeVisibleAsync();

            (await page.EvaluateAsync<string[]>(Accessibility.Unnamed)).ShouldBeEmpty();
            (await page.EvaluateAsync<string[]>(Accessibility.Faint)).ShouldBeEmpty(scheme.ToString());
            (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe("en-GB");
        }
    }
}
