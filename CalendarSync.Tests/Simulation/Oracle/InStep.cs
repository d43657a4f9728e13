namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Whether both sides knew all of each other.</summary>
/// <param name="Event">Of the event.</param>
/// <param name="Series">Of its series, where it is an occurrence.</param>
internal sealed record InStep(bool Event, bool Series = false);
