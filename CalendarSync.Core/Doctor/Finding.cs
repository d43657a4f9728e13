namespace CalendarSync.Core.Doctor;

/// <summary>Something that is wrong.</summary>
/// <param name="Problem">Stable code.</param>
/// <param name="Explanation">What it means.</param>
/// <param name="Remedy">What to do, with the command where there is one.</param>
/// <param name="Details">Where: ids and codes only.</param>
/// <param name="Mends">What <c>--fix</c> does.</param>
internal sealed record Finding(string Problem, string Explanation, string Remedy, IReadOnlyList<string> Details, Mend Mends)
{
    /// <summary>Connections to read again.</summary>
    public IReadOnlyList<Guid> Connections { get; init; } = [];
}
