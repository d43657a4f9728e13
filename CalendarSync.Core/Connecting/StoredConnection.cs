namespace CalendarSync.Core.Connecting;

/// <summary>What became of one calendar of a consent.</summary>
/// <param name="Calendar">Which one.</param>
/// <param name="ConnectionId">Null where another account of the company has it.</param>
internal sealed record StoredConnection(TargetCalendar Calendar, Guid? ConnectionId);
