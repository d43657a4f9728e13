namespace CalendarSync.Local.Postgres;

/// <summary>No throwaway PostgreSQL can be had here; the message says what to do about it.</summary>
internal sealed class PostgresUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
