namespace CalendarSync.Core.Reconciliation;

/// <summary>Both sides changed the same thing. Whatever loses is kept here in full.</summary>
/// <param name="Fields">The fields that differ.</param>
/// <param name="Winner">Who prevailed.</param>
/// <param name="App">The application's event; null where it deleted it.</param>
/// <param name="Google">Google's event; null where Google deleted it.</param>
internal sealed record ConflictFinding(EventField Fields, Winner Winner, EventFields? App, EventFields? Google);
