namespace CalendarSync.Local.Emulator.Events;

/// <summary>The query parameters that decide which parts of a body count.</summary>
internal sealed record WriteOptions(int ConferenceDataVersion = 0, bool SupportsAttachments = false, int EventLabelVersion = 0)
{
    /// <summary>A person in Google's own user interface may change everything.</summary>
    public static readonly WriteOptions UserInterface = new(ConferenceDataVersion: 1, SupportsAttachments: true);
}
