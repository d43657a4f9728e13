using CalendarSync.Core.Storage;

using Npgsql;

namespace CalendarSync.Tests.Simulation.Points;

internal sealed class WatchedDatabase(IPoints points) : IDatabaseObserver
{
    public ValueTask BeforeOpenAsync() => points.ReachAsync(new Point(PointKind.BeforeOpen));

    public ValueTask BeforeCommitAsync(NpgsqlConnection connection) => points.ReachAsync(new Point(PointKind.BeforeCommit, Connection: connection));

    public ValueTask AfterCommitAsync(NpgsqlConnection connection) => points.ReachAsync(new Point(PointKind.AfterCommit, Connection: connection));
}
