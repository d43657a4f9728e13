namespace CalendarSync.Local.Runtime;

/// <summary>How the functions are run here.</summary>
internal sealed record FunctionsAppOptions
{
    public const string DefaultUrl = "http://127.0.0.1:7071";

    public required IConfiguration Settings { get; init; }

    /// <summary>The classes to look for functions in; by default the ones of this assembly, which are those of CalendarSync.Functions.</summary>
    public IEnumerable<Type> Functions { get; init; } = typeof(FunctionsAppOptions).Assembly.GetExportedTypes();

    public string Urls { get; init; } = DefaultUrl;

    /// <summary>Whether timers run by their schedules. By hand they always can.</summary>
    public bool Timers { get; init; } = true;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the services of CalendarSync are registered; functions of another kind do without them and their settings.</summary>
    public bool ProductServices { get; init; } = true;

    /// <summary>Registrations besides those of <c>AddCalendarSync</c>; made before them, so that they win where those only add what is missing.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Told of every call of a function, on the thread that served it.</summary>
    public Action<FunctionRun>? Observer { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public Action<ILoggingBuilder>? Logging { get; init; }
}
