using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>Counts what the engine logs, by event name, and keeps what it did not expect itself.</summary>
internal sealed class LogProbe(Action<string> count, Action<string> unexpected) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == 0 || eventId.Name is null)
        {
            return;
        }

        count($"log {eventId.Name}");
        if (eventId.Name is "ChangeFailed")
        {
            unexpected($"{formatter(state, exception)}: {exception?.GetType().Name} {exception?.Message}");
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
