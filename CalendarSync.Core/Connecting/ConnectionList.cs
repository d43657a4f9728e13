namespace CalendarSync.Core.Connecting;

/// <summary>A company's synced calendars.</summary>
/// <param name="Connections">The oldest first.</param>
public sealed record ConnectionList(IReadOnlyList<ConnectionView> Connections);
