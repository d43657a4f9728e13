namespace CalendarSync.Local.Emulator.Model;

/// <summary>One calendar as it stands in one account's calendar list.</summary>
internal sealed class ListEntry(CalendarState calendar)
{
    public CalendarState Calendar { get; } = calendar;

    public string? SummaryOverride { get; set; }

    public string ColorId { get; set; } = "14";

    /// <summary>Colours that are none of the palette; null where the id says it.</summary>
    public (string Background, string Foreground)? Rgb { get; set; }

    public bool Hidden { get; set; }

    public bool Selected { get; set; } = true;

    /// <summary>Unsubscribed, or out of reach.</summary>
    public bool Deleted { get; set; }

    public IReadOnlyList<Reminder> DefaultReminders { get; set; } = [];

    public long ChangeNumber { get; set; }
}
