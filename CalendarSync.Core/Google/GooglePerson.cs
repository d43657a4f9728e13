namespace CalendarSync.Core.Google;

/// <summary>An organizer, of whom only one thing matters here: is it this account.</summary>
internal sealed record GooglePerson(bool? Self);
