using Npgsql;

namespace CalendarSync.Tests.Simulation.Points;

/// <summary>A worker stands here.</summary>
/// <param name="Kind">What it was about to do, or has just done.</param>
/// <param name="What">The call: verb and path. Empty for the database.</param>
/// <param name="Connection">The open transaction's connection, if there is one.</param>
internal sealed record Point(PointKind Kind, string What = "", NpgsqlConnection? Connection = null)
{
    public override string ToString() => What.Length == 0 ? Kind.ToString() : $"{Kind} {What}";
}
