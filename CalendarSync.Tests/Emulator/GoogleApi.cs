using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>A bare client of the Calendar API: plain requests, plain answers, no opinion.</summary>
public sealed class GoogleApi(HttpClient client, string accessToken)
{
    public static string Escape(string text) => Uri.EscapeDataString(text);

    public static string EventsOf(string calendarId) => $"calendars/{Escape(calendarId)}/events";

    public static string EventPath(string calendarId, string eventId) => $"{EventsOf(calendarId)}/{Escape(eventId)}";

    public Task<GoogleAnswer> GetAsync(string path, string? ifNoneMatch = null) => SendAsync("GET", path, ifNoneMatch: ifNoneMatch);

    public Task<GoogleAnswer> PostAsync(string path, JsonObject? body = null) => SendAsync("POST", path, body?.ToJsonString() ?? "{}");

    public Task<GoogleAnswer> PutAsync(string path, JsonObject body, string? ifMatch = null) => SendAsync("PUT", path, body.ToJsonString(), ifMatch);

    public Task<GoogleAnswer> PatchAsync(string path, JsonObject body, string? ifMatch = null) => SendAsync("PATCH", path, body.ToJsonString(), ifMatch);

    public Task<GoogleAnswer> DeleteAsync(string path, string? ifMatch = null) => SendAsync("DELETE", path, ifMatch: ifMatch);

    public async Task<GoogleAnswer> SendAsync(string verb, string path, string? body = null, string? ifMatch = null, string? ifNoneMatch = null)
    {
        using HttpRequestMessage request = new(new HttpMethod(verb), path);
        if (accessToken.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return new GoogleAnswer((int)response.StatusCode, text, response.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Reads all pages and returns the items with the sync token of the last page.</summary>
    public async Task<(List<JsonObject> Items, string? SyncToken)> ListAsync(string calendarId, string query = "", string? pageToken = null)
    {
        List<JsonObject> items = [];
        string page = pageToken is null ? "" : $"&pageToken={Escape(pageToken)}";
        while (true)
        {
            GoogleAnswer answer = await GetAsync($"{EventsOf(calendarId)}?{query}{page}");
            answer.Status.ShouldBe(200, answer.Text);
            items.AddRange(answer.Json["items"]!.AsArray().Select(static i => i!.AsObject()));
            if (answer.Json["nextPageToken"] is not { } next)
            {
                return (items, (string?)answer.Json["nextSyncToken"]);
            }

            answer.Json["nextSyncToken"].ShouldBeNull("a page has one of the two tokens");
            page = $"&pageToken={Escape(next.GetValue<string>())}";
        }
    }

    public Task<(List<JsonObject> Items, string? SyncToken)> DeltaAsync(string calendarId, string syncToken, string query = "") =>
        ListAsync(calendarId, $"syncToken={Escape(syncToken)}{query}");
}
