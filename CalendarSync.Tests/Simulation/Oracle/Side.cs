namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>Where somebody acts.</summary>
internal enum Side
{
    App,
    Google,
}
