namespace CalendarSync.Tests.Simulation.Points;

/// <summary>Decides what becomes of a worker that has come to a point.</summary>
internal interface IPoints
{
    /// <summary>Lets it go on by returning, fails it by throwing, kills it by never returning.</summary>
    ValueTask ReachAsync(Point point);
}
