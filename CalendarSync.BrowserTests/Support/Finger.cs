using Microsoft.Playwright;

namespace CalendarSync.BrowserTests.Support;

/// <summary>A finger on the screen: real touch events, from which the browser makes taps, scrolling and pointer events itself.</summary>
internal sealed class Finger
{
    private const int Steps = 8;
    private readonly ICDPSession _session;
    private (float X, float Y) _at;

    private Finger(ICDPSession session) => _session = session;

    public static async Task<Finger> OnAsync(IPage page) => new(await page.Context.NewCDPSessionAsync(page));

    /// <summary>Where a finger would touch an element that is in view.</summary>
    public static async Task<(float X, float Y)> MiddleAsync(ILocator element)
    {
        await element.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await element.BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    public Task DownAsync((float X, float Y) at)
    {
        _at = at;
        return SendAsync("touchStart", at);
    }

    public async Task MoveAsync(float x, float y)
    {
        (float X, float Y) from = _at;
        for (int step = 1; step <= Steps; step++)
        {
            _at = (from.X + (x * step / Steps), from.Y + (y * step / Steps));
            await SendAsync("touchMove", _at);
        }
    }

    public Task UpAsync() => SendAsync("touchEnd");

    /// <summary>The system takes the touch away, as for a call that comes in.</summary>
    public Task CancelAsync() => SendAsync("touchCancel");

    private Task SendAsync(string type, params (float X, float Y)[] points) => _session.SendAsync(
        "Input.dispatchTouchEvent",
        new Dictionary<string, object>(StringComparer.Ordinal) { ["type"] = type, ["touchPoints"] = points.Select(point => new { x = point.X, y = point.Y }).ToArray() });
}
