namespace CalendarSync.Local.Page;

/// <summary>An event as the page shows it, of either side. Times are those of the wall clock in the demo's zone: the browser computes with no zone.</summary>
/// <param name="Id">Of the row, or Google's.</param>
/// <param name="GoogleId">What links both sides; null while Google has not heard of the row.</param>
/// <param name="Start"><c>2026-02-17T14:00</c>, or <c>2026-02-17</c> where it is all day.</param>
/// <param name="End">Exclusive.</param>
/// <param name="Repeats">A series; the page shows its first occurrence only.</param>
internal sealed record SideEvent(string Id, string? GoogleId, string? Title, string? Location, bool AllDay, string Start, string End, bool Repeats)
{
    /// <summary>What it says, by which both sides are compared. An empty text is none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public (string Title, string Location, bool AllDay, string Start, string End) Content => (Title ?? "", Location ?? "", AllDay, Start, End);
}
