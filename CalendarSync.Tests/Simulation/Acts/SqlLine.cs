namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>One statement of the application's.</summary>
internal sealed record SqlLine(string Text, object Parameters);
