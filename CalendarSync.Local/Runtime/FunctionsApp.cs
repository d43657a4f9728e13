using CalendarSync.Core;
using CalendarSync.Functions.Http;

using Microsoft.Extensions.Logging.Console;

namespace CalendarSync.Local.Runtime;

/// <summary>The functions on Kestrel and on the clock, in one web application.</summary>
internal static class FunctionsApp
{
    /// <summary>Builds the application; starting it validates the settings.</summary>
    /// <exception cref="FunctionFaultsException">A function or a schedule cannot be run.</exception>
    public static WebApplication Create(FunctionsAppOptions options)
    {
        // Empty: nothing is read from files or the environment but what the caller has put into the settings.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(options.Settings);
        builder.WebHost.UseKestrelCore().UseUrls(options.Urls).ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = JsonBody.MaxBytes;
        });
        AddLogging(builder.Logging, options);

        builder.Services.AddSingleton(options.Clock);
        builder.Services.AddRouting();
        builder.Services.AddSingleton(FunctionCatalog.Discover(options.Functions));
        builder.Services.AddSingleton(HostSettings.Load(AppContext.BaseDirectory));
        builder.Services.AddSingleton<FunctionInvoker>();
        builder.Services.AddSingleton<FunctionKeys>();
        builder.Services.AddSingleton<TimerRunners>();
        if (options.Timers)
        {
            builder.Services.AddHostedService<TimerScheduler>();
        }

        options.Services?.Invoke(builder.Services);
        if (options.ProductServices)
        {
            builder.Services.AddCalendarSync(builder.Configuration);
        }

        WebApplication app = builder.Build();
        // Schedules are read now, so that a fault in one is a fault of the start, also with the timers off.
        _ = app.Services.GetRequiredService<TimerRunners>();
        app.UsePlainAnswers();
        app.UseRouting();
        app.MapHttpFunctions();
        app.MapAdminFunctions();
        return app;
    }

    private static void AddLogging(ILoggingBuilder logging, FunctionsAppOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        // At level Information these write addresses, and calendar ids and authorisation codes are parts of addresses.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // Kestrel logs a failed request with the exception's message; our own boundary has logged it without.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Critical);
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
