namespace CalendarSync.Local.Page;

/// <summary>What comes with a trouble.</summary>
/// <param name="Event">For the crash: the event that is written just before it.</param>
internal sealed record TroubleRequest(EventEdit? Event = null);
