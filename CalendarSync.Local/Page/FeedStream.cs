using System.Globalization;
using System.Text.Json.Nodes;

using CalendarSync.Functions.Http;
using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Page;

/// <summary>The feed as server-sent events. A browser that comes back says where it was, and misses nothing that is still remembered.</summary>
internal static class FeedStream
{
    public static async Task WriteAsync(HttpContext context, DemoFeed feed, CancellationToken stopping)
    {
        _ = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out long after);
        context.Response.ContentType = "text/event-stream";
        using FeedReader reader = feed.Subscribe(after);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await context.Response.Body.FlushAsync(end.Token);
            await foreach (FeedEntry entry in reader.Entries.ReadAllAsync(end.Token))
            {
                JsonObject told = new() { ["number"] = entry.Number, ["at"] = entry.At.UtcDateTime, ["kind"] = entry.Kind };
                foreach ((string name, JsonNode? value) in entry.Data)
                {
                    told[name] = value?.DeepClone();
                }

                // JSON has no bare line breaks, so that it is one data line.
                await context.Response.WriteAsync($"id: {entry.Number}\ndata: {told.ToJsonString(ApiJson.Options)}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The browser has gone, or the demo ends.
        }
    }
}
