namespace CalendarSync.Local.Runtime;

/// <summary>One call of a function, for people who watch.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Status">The HTTP status that was answered; null for a timer.</param>
/// <param name="Succeeded">Whether no exception left it.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record FunctionRun(string Function, int? Status, bool Succeeded, TimeSpan Duration);
