using System.Collections.Concurrent;

using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Support;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Runtime;

/// <summary>The sample functions on a real port, with a clock that the test moves and a log that it reads.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    public const string Key = "the-function-key";
    private readonly WebApplication _app;

    private SampleApp(WebApplication app, FakeTimeProvider clock, SampleState state, ConcurrentQueue<string> log)
    {
        _app = app;
        Clock = clock;
        State = state;
        Log = log;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()), Timeout = TimeSpan.FromSeconds(20) };
    }

    public FakeTimeProvider Clock { get; }

    public SampleState State { get; }

    public HttpClient Http { get; }

    public ConcurrentQueue<string> Log { get; }

    public static async Task<SampleApp> StartAsync(bool timers = false, params (string Name, string? Value)[] settings)
    {
        var clock = new FakeTimeProvider();
        var state = new SampleState(clock);
        var log = new ConcurrentQueue<string>();
        WebApplication app = FunctionsApp.Create(new FunctionsAppOptions
        {
            Settings = Settings(settings),
            Functions = [typeof(SampleFunctions)],
            Urls = "http://127.0.0.1:0",
            Timers = timers,
            Clock = clock,
            ProductServices = false,
            Services = services => services.AddSingleton(state),
            Logging = logging => logging.AddProvider(new QueueLoggerProvider(log)),
        });
        await app.StartAsync();
        return new SampleApp(app, clock, state, log);
    }

    public static IConfiguration Settings(params (string Name, string? Value)[] settings)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["FUNCTIONS_KEY"] = Key,
            ["SampleSchedule"] = "0 */7 * * * *",
        };
        foreach ((string name, string? value) in settings)
        {
            values[name] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(values).Build();
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? key = null, HttpContent? body = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return Http.SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class QueueLoggerProvider(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
