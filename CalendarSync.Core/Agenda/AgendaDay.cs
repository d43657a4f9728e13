namespace CalendarSync.Core.Agenda;

/// <summary>What takes place on a day.</summary>
/// <param name="Events">By start; what lasts all day before what begins with the day.</param>
public sealed record AgendaDay(IReadOnlyList<AgendaEvent> Events);
