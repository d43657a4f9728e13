using System.Text.Json.Serialization;

namespace CalendarSync.Local.Page;

/// <summary>An event as the page shows it, of either side. Times are those of the wall clock in the demo's zone: the browser computes with no zone.</summary>
/// <param name="Kind">Series and holes are there to be compared, named and edited; they are not drawn.</param>
/// <param name="Id">Of the row, or Google's. An occurrence without a row has its series' id and its slot, as Google's occurrences do.</param>
/// <param name="GoogleId">What links both sides; null while Google has not heard of it.</param>
/// <param name="Start"><c>2026-02-17T14:00</c>, or <c>2026-02-17</c> where it is all day.</param>
/// <param name="End">Exclusive.</param>
internal sealed record SideEvent(SideEventKind Kind, string Id, string? GoogleId, string? Title, string? Location, bool AllDay, string Start, string End)
{
    /// <summary>Of an occurrence or a hole: the series, on the same side.</summary>
    public string? SeriesId { get; init; }

    /// <summary>Of an occurrence or a hole: which one of the series, <c>20260217T130000Z</c> or <c>20260217</c>.</summary>
    public string? Slot { get; init; }

    /// <summary>How often it takes place again.</summary>
    public Repeat Repeat { get; init; }

    /// <summary>The lines of a series.</summary>
    [JsonIgnore]
    public string Rule { get; init; } = "";

    /// <summary>The event that it is, or is a part of.</summary>
    [JsonIgnore]
    public string Whole => SeriesId ?? Id;

    /// <summary>What it says, by which both sides are compared. An empty text is none; of a hole only the slot counts.</summary>
    [JsonIgnore]
    public (string Title, string Location, bool AllDay, string Start, string End, string Rule) Content =>
        Kind is SideEventKind.Hole ? ("", "", false, Slot!, "", "") : (Title ?? "", Location ?? "", AllDay, Start, End, Rule);
}
