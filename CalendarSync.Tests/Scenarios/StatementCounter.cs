using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using Npgsql;

namespace CalendarSync.Tests.Scenarios;

/// <summary>Counts what a data source sends to the server: commands and COPY operations.</summary>
internal sealed class StatementCounter : ILoggerProvider, ILogger
{
    // Npgsql's events for the start of a command, of a batch and of a binary import.
    private static readonly HashSet<string> Starts = new(StringComparer.Ordinal) { "ExecutingCommand", "StartingBinaryImport" };

    private readonly ConcurrentQueue<string> _statements = new();

    public IReadOnlyCollection<string> Statements => _statements;

    public NpgsqlDataSource Watch(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.UseLoggerFactory(LoggerFactory.Create(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(this)));
        return builder.Build();
    }

    public void Reset() => _statements.Clear();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (Starts.Contains(eventId.Name ?? ""))
        {
            _statements.Enqueue(formatter(state, exception));
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
