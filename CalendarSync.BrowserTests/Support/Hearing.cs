using System.Text.Json;

using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>
/// What a screen reader is told without being asked: whatever comes into a live region, in order. Of a region that is one statement
/// (<c>aria-atomic</c>, which a status is unless it says otherwise) the whole is told, of others what is new.
/// </summary>
internal sealed class Hearing
{
    private const string Listen =
        """
        () => {
          const regions = '[aria-live], [role=status], [role=alert], [role=log]';
          window.heard = [];
          const say = (text) => {
            const said = text.replace(/\s+/g, ' ').trim();
            if (said !== '' && said !== window.heard.at(-1)) {
              window.heard.push(said);
            }
          };
          new MutationObserver((changes) => {
            const whole = new Set();
            for (const { target, addedNodes, type } of changes) {
              const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest(regions);
              if (!region?.isConnected || region.getAttribute('aria-live') === 'off') {
                continue;
              }

              const atomic = region.getAttribute('aria-atomic') ?? String(region.matches('[role=status], [role=alert]'));
              if (atomic === 'true') {
                whole.add(region);
              } else {
                (type === 'characterData' ? [target] : [...addedNodes]).forEach((node) => say(node.textContent));
              }
            }

            whole.forEach((region) => say(region.textContent));
          }).observe(document.body, { childList: true, characterData: true, subtree: true });
        }
        """;

    private readonly IPage _page;

    private Hearing(IPage page) => _page = page;

    public static async Task<Hearing> BeginAsync(IPage page)
    {
        await page.EvaluateAsync(Listen);
        return new Hearing(page);
    }

    /// <summary>Waits until this was said, and gives everything that was said until then.</summary>
    public async Task<IReadOnlyList<string>> UntilAsync(string last)
    {
        await _page.WaitForFunctionAsync("last => window.heard.some((said) => said === last)", last);
        return await AllAsync();
    }

    public async Task<IReadOnlyList<string>> AllAsync() =>
        (await _page.EvaluateAsync<JsonElement>("() => window.heard")).EnumerateArray().Select(said => said.GetString()!).ToList();
}
