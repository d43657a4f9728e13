using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

using CalendarSync.Local.Demo;
using CalendarSync.Local.Page;

namespace CalendarSync.Tests.Demo;

/// <summary>A whole demo with its page, and the page's scripts in front of it. Timers run by hand.</summary>
public sealed class DemoWorld : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StringWriter _told = new();
    private Task _telling = Task.CompletedTask;

    internal DemoEnvironment Demo { get; private set; } = null!;

    internal PageHost Page { get; private set; } = null!;

    /// <summary>As the page's own scripts ask.</summary>
    internal HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Demo = await DemoEnvironment.StartAsync(new DemoFeed(_told, TimeProvider.System), timers: false, default);
        _telling = Demo.Feed.WriteAsync();
        Page = await PageHost.StartAsync(Demo, TimeProvider.System, usualPort: false, default);
        Page.Troubles.Vacancy = TimeSpan.Zero;
        Page.Troubles.Slowness = TimeSpan.FromMilliseconds(50);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = Page.Address };
        Http.DefaultRequestHeaders.Add(PageGuard.Header, "1");
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Page.DisposeAsync();
        await Demo.DisposeAsync();
        Demo.Feed.End();
        await _telling;
    }

    /// <summary>The page's window: its first day and how many; from today on where nothing is said.</summary>
    internal string Window { get; set; } = "";

    internal async Task<JsonNode> StateAsync() => (await Http.GetFromJsonAsync<JsonNode>("api/state" + Window))!;

    internal Task<string> AddAsync(string side, string title, string day = "2027-03-01") =>
        AddAsync(side, new { title, all_day = false, start = $"{day}T10:00", end = $"{day}T11:00" });

    internal async Task<string> AddAsync(string side, object edit)
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync($"api/{side}/events", edit);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    internal async Task ChangeAsync(string side, string id, object edit)
    {
        using HttpResponseMessage answer = await Http.PatchAsJsonAsync($"api/{side}/events/{id}", edit);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    internal async Task PostAsync(string path, object? body = null)
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync(path, body ?? new { });
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    internal async Task DeleteAsync(string path)
    {
        using HttpResponseMessage answer = await Http.DeleteAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Looks again whenever something happens, until the state is as expected.</summary>
    internal async Task<JsonNode> UntilAsync(string expected, Func<JsonNode, bool> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        JsonNode? state = null;
        try
        {
            while (true)
            {
                Task change = Demo.Feed.NextChange;
                state = await StateAsync();
                if (holds(state))
                {
                    return state;
                }

                await change.WaitAsync(limit.Token);
            }
        }
        catch (OperationCanceledException exception)
        {
            string[] lines = _told.ToString().Split('\n');
            throw new InvalidOperationException($"Expected within {Patience.TotalSeconds:0} s: {expected}. Last seen: {state}{Environment.NewLine}{string.Join('\n', lines[^Math.Min(lines.Length, 60)..])}", exception);
        }
    }

    internal Task<JsonNode> UntilSettledAsync() => UntilAsync("both sides are equal, and the queue is empty", state => (bool)state["verdict"]!["settled"]!);

    /// <summary>The events of one side that have this title.</summary>
    internal static IReadOnlyList<JsonNode> Titled(JsonNode state, string side, string title) =>
        [.. state[side]!.AsArray().Where(item => (string?)item!["title"] == title).Select(item => item!)];
}
