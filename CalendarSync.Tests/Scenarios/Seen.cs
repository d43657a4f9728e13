namespace CalendarSync.Tests.Scenarios;

/// <summary>
/// An event as a person sees it, on either side, in words that both sides share. Nothing here uses the engine's own idea of what is equal.
/// </summary>
internal sealed record Seen(
    string Id, string? Title, string? Description, string? Location, string When, string? Zone, string? Color, string Status, string? Visibility,
    string? Transparency, string Reminders, string Recurrence)
{
    /// <summary>What differs between the two sides; null where nothing does.</summary>
    /// <param name="row">The application's side: a zone or colour that it leaves open, or that Google does not have, is no difference.</param>
    /// <param name="google">Google's side.</param>
    public static string? Difference(Seen row, Seen google)
    {
        var google2 = google with
        {
            Zone = row.Zone is null ? null : google.Zone,
            Color = row.Color is not null && !GoogleSide.Palette.Contains(row.Color, StringComparer.Ordinal) ? row.Color : google.Color,
        };
        return row == google2 ? null : $"\n  app    {row}\n  google {google2}";
    }
}
