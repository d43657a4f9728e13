using System.Net;
using System.Text;

using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Support;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Runtime;

/// <summary>The real trigger classes and services, as <c>serve</c> runs them.</summary>
public sealed class ProductHostTests
{
    [Fact]
    public async Task Every_trigger_class_gets_the_services_that_it_asks_for()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using WebApplication app = Create(database);
        FunctionCatalog catalog = app.Services.GetRequiredService<FunctionCatalog>();
        await using AsyncServiceScope scope = app.Services.CreateAsyncScope();
        var faults = new List<string>();

        foreach (FunctionDefinition function in catalog.Http.Concat<FunctionDefinition>(catalog.Timers))
        {
            try
            {
                ActivatorUtilities.CreateInstance(scope.ServiceProvider, function.Type).ShouldNotBeNull();
            }
            catch (InvalidOperationException exception)
            {
                faults.Add($"{function.Name}: {exception.Message}");
            }
        }

        faults.ShouldBeEmpty();
        catalog.Http.ShouldNotBeEmpty();
        catalog.Timers.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Served_on_a_migrated_database_it_is_well_and_its_timers_run()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await using WebApplication app = Create(database);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using HttpResponseMessage health = await http.GetAsync("/api/health");
        health.StatusCode.ShouldBe(HttpStatusCode.OK, await health.Content.ReadAsStringAsync());
        health.Content.Headers.ContentType?.MediaType.ShouldBe("application/json");

        foreach (TimerFunction timer in app.Services.GetRequiredService<FunctionCatalog>().Timers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{timer.Name}") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            request.Headers.Add("x-functions-key", SampleApp.Key);
            using HttpResponseMessage run = await http.SendAsync(request);
            run.StatusCode.ShouldBe(HttpStatusCode.Accepted, timer.Name);
        }
    }

    private static WebApplication Create(TestDatabase database) => FunctionsApp.Create(new FunctionsAppOptions
    {
        Settings = Settings.With(("DATABASE_URL", database.EngineConnectionString), ("FUNCTIONS_KEY", SampleApp.Key)),
        Urls = "http://127.0.0.1:0",
        Timers = false,
        Logging = logging => logging.ClearProviders(),
    });
}
