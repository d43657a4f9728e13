namespace CalendarSync.Core.Configuration;

/// <summary>One calendar of <c>calendar_config.yaml</c>.</summary>
/// <param name="Id">Google's id, or <c>primary</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">The casquette; events of this role go to this calendar.</param>
/// <param name="Color">Lower-case <c>#rrggbb</c>.</param>
internal sealed record ConfiguredCalendar(string Id, string? Name, string? Role, string? Color)
{
    /// <summary>Google's alias for the calendar that every account has.</summary>
    public const string PrimaryId = "primary";

    public bool IsPrimary => string.Equals(Id, PrimaryId, StringComparison.Ordinal);
}
