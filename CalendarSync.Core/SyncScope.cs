namespace CalendarSync.Core;

/// <summary>Which calendars a run is about; null means all.</summary>
/// <param name="CompanyId">One company's.</param>
/// <param name="ConnectionId">One calendar.</param>
/// <param name="Role">Those of one role (casquette).</param>
public sealed record SyncScope(Guid? CompanyId = null, Guid? ConnectionId = null, string? Role = null)
{
    /// <summary>Every calendar of every company.</summary>
    public static SyncScope Everything { get; } = new();
}
