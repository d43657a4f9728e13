using Microsoft.Extensions.Logging;

namespace CalendarSync.Benchmarks;

/// <summary>Counts what Npgsql executes, by listening to its log.</summary>
internal sealed class StatementCounter : ILoggerFactory, ILogger
{
    // Npgsql's events "command execution completed", "batch execution completed" and "binary COPY completed".
    private static readonly HashSet<string> Completed = new(StringComparer.Ordinal) { "CommandExecutionCompleted", "BatchExecutionCompleted" };

    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Reset() => Interlocked.Exchange(ref _count, 0);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // Nothing is forwarded.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name is { } name && (Completed.Contains(name) || name.StartsWith("Binary", StringComparison.Ordinal)))
        {
            Interlocked.Increment(ref _count);
        }
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
