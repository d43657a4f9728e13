using CalendarSync.Core.Google;
using CalendarSync.Tests.Support;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Google;

/// <summary>A server that answers what a test says, for the answers that no well-behaved server gives.</summary>
internal sealed class GoogleDouble : IAsyncDisposable, IAccessTokens
{
    public static readonly GoogleAccount Account = new(new Guid(1, 2, 3, new byte[8]));

    private readonly WebApplication server;
    private readonly SocketsHttpHandler handler = GoogleServices.NewHandler();
    private readonly HttpClient http;

    private GoogleDouble(WebApplication app)
    {
        server = app;
        http = new HttpClient(handler);
        GoogleServices.Configure(http);
    }

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);

    public ServerClock ServerClock { get; } = new();

    public List<string> Requests { get; } = [];

    /// <summary>Tokens that were refused, as the client named them.</summary>
    public List<string?> Rejected { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<GoogleDouble> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var self = new GoogleDouble(app);
        app.Run(async context =>
        {
            var request = context.Request;
            using var reader = new StreamReader(request.Body);
            var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
            self.Requests.Add($"{request.Method} {target} [{request.Headers.Authorization}] {request.Headers.IfMatch} {await reader.ReadToEndAsync()}".Trim());
            await self.Answer(context);
        });
        await app.StartAsync();
        return self;
    }

    public GoogleCalendarClient Client(Func<GoogleClientOptions, GoogleClientOptions>? adjust = null, RateBudgetOptions? budget = null)
    {
        var options = new GoogleClientOptions(new Uri(server.Urls.First() + "/calendar/v3"));
        return new GoogleCalendarClient(
            http, adjust?.Invoke(options) ?? options, this, new RateBudget(Clock, budget ?? new RateBudgetOptions()), ServerClock, Clock);
    }

    /// <summary>Answers with a body.</summary>
    public void Says(string body, int status = 200, string contentType = "application/json") => Answer = async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body);
    };

    Task<string> IAccessTokens.GetAsync(GoogleAccount account, string? rejected, CancellationToken cancellationToken)
    {
        Rejected.Add(rejected);
        return Task.FromResult(rejected is null ? "first" : "second");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        handler.Dispose();
        await server.DisposeAsync();
    }
}
