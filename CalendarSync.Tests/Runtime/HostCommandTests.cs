using System.Net;
using System.Net.Sockets;

using CalendarSync.Local.Commands;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Runtime;

/// <summary>The commands that run something, on the real trigger classes.</summary>
public sealed class HostCommandTests
{
    [Fact]
    public async Task Serve_says_in_one_line_where_it_answers_and_ends_when_told()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        using var stop = new CancellationTokenSource();
        await using var output = new SignalWriter();
        Task<string> ready = output.LineAsync(line => line.StartsWith("CalendarSync answers on ", StringComparison.Ordinal));
        Task<int> serving = RunAsync(database, output, stop.Token, "serve", "--no-timers", "--urls", "http://127.0.0.1:0");

        string address = (await ready).Split(' ')[^1];
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        (await http.GetAsync("/api/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await stop.CancelAsync();

        (await serving.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
        output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Serve_on_an_address_in_use_says_so()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var output = new SignalWriter();

        int code = await RunAsync(database, output, CancellationToken.None, "serve", "--no-timers", "--urls", $"http://{listener.LocalEndpoint}");

        code.ShouldBe(1);
        output.ToString().ShouldContain("in use already");
    }

    [Theory]
    [InlineData("google-calendar-sync-processor", 0, "has run")]
    [InlineData("GOOGLE-CALENDAR-SYNC-INCREMENTAL", 0, "has run")]
    [InlineData("health", 2, "There is no timer function health. There are: ")]
    public async Task Run_exits_with_the_result_of_the_function(string function, int exitCode, string text)
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using var output = new SignalWriter();

        int code = await RunAsync(database, output, CancellationToken.None, "run", function);

        code.ShouldBe(exitCode, output.ToString());
        output.ToString().ShouldContain(text);
    }

    [Fact]
    public async Task Run_says_when_the_run_could_not_be_carried_out()
    {
        await using TestDatabase empty = await TestDatabase.CreateEmptyAsync();
        await using var output = new SignalWriter();

        int code = await RunAsync(empty, output, CancellationToken.None, "run", "google-calendar-sync-processor");

        code.ShouldBe(1, output.ToString());
        output.ToString().ShouldContain("could not be carried out");
    }

    [Fact]
    public async Task Google_runs_the_emulator_alone_and_prints_the_settings_that_lead_to_it()
    {
        using var stop = new CancellationTokenSource();
        await using var output = new SignalWriter();
        Task<string> ready = output.LineAsync(line => line.Contains("Account:", StringComparison.Ordinal));
        Task<int> running = CommandLine.RunAsync(["google", "--urls", "http://127.0.0.1:0"], output, output, () => new ConfigurationBuilder().Build(), stop.Token);

        string settings = await ready;
        string api = settings.Split('\n').Single(line => line.StartsWith("GOOGLE_API_URL=", StringComparison.Ordinal)).Split('=')[1].Trim();
        using var http = new HttpClient();
        (await http.GetAsync(api + "/users/me/calendarList")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await stop.CancelAsync();

        (await running.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(0);
    }

    private static Task<int> RunAsync(TestDatabase database, TextWriter output, CancellationToken stop, params string[] words) =>
        CommandLine.RunAsync(words, output, output, () => Settings.With(("DATABASE_URL", database.EngineConnectionString)), stop);
}
