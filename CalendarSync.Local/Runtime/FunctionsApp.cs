using CalendarSync.Core;
using CalendarSync.Core.Configuration;
using CalendarSync.Functions.Http;

using Microsoft.Extensions.Logging.Console;

namespace CalendarSync.Local.Runtime;

/// <summary>The functions on Kestrel and on the clock, in one host.</summary>
internal static class FunctionsApp
{
    /// <summary>Builds the application; starting it opens the port and the schedules.</summary>
    /// <exception cref="FunctionFaultsException">A function, a schedule or a setting cannot be run with; all of them are listed.</exception>
    public static WebApplication Create(FunctionsAppOptions options)
    {
        FunctionCatalog catalog = Check(options);
        // Empty: nothing is read from files or the environment but what the caller has put into the settings.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(options.Settings);
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = JsonBody.MaxBytes;
        });
        AddLogging(builder.Logging, options);
        builder.Services.AddRouting();
        AddFunctions(builder.Services, options, catalog, builder.Configuration);

        WebApplication app = builder.Build();
        app.UsePlainAnswers();
        app.UseRouting();
        app.MapHttpFunctions();
        app.MapAdminFunctions();
        return app;
    }

    /// <summary>The same functions and services without a port, to run timers by hand.</summary>
    /// <exception cref="FunctionFaultsException">As for <see cref="Create"/>.</exception>
    public static IHost CreateWithoutHttp(FunctionsAppOptions options)
    {
        FunctionCatalog catalog = Check(options);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(options.Settings);
        AddLogging(builder.Logging, options);
        AddFunctions(builder.Services, options, catalog, builder.Configuration);
        return builder.Build();
    }

    private static FunctionCatalog Check(FunctionsAppOptions options)
    {
        var catalog = FunctionCatalog.Discover(options.Functions);
        List<string> faults = [.. Schedules.Resolve(catalog.Timers, options.Settings).Faults];
        if (options.ProductServices)
        {
            try
            {
                _ = CalendarSyncOptions.Read(options.Settings);
            }
            catch (CalendarSyncConfigurationException exception)
            {
                faults.InsertRange(0, exception.Faults);
            }
        }

        return faults.Count == 0 ? catalog : throw new FunctionFaultsException(faults);
    }

    private static void AddFunctions(IServiceCollection services, FunctionsAppOptions options, FunctionCatalog catalog, IConfiguration configuration)
    {
        services.AddSingleton(options.Clock);
        services.AddSingleton(catalog);
        services.AddSingleton(HostSettings.Load(AppContext.BaseDirectory));
        services.AddSingleton(new FunctionObserver(options.Observer));
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<TimerRunners>();
        services.AddSingleton<IHostLifetime, NoLifetime>();
        options.Services?.Invoke(services);
        if (options.ProductServices)
        {
            services.AddCalendarSync(configuration);
        }

        if (options.Timers)
        {
            // Last, so that what checks the start has passed when the first timer runs.
            services.AddHostedService<TimerScheduler>();
        }
    }

    private static void AddLogging(ILoggingBuilder logging, FunctionsAppOptions options)
    {
        logging.SetMinimumLevel(options.LogLevel);
        // At level Information these write addresses, and calendar ids and authorisation codes are parts of addresses.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // Kestrel logs a failed request with the exception's message; our own boundary has logged it without.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
        // The host logs an exception of its start before it leaves it to us.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        if (options.Logging is not null)
        {
            options.Logging(logging);
            return;
        }

        // Standard output belongs to the command; what is logged goes beside it.
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
