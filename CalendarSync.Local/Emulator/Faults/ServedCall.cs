using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>What came of a call: what the client is told, and whether the work was done.</summary>
internal sealed record ServedCall(WireResponse Answer, bool Applied, string? Fault)
{
    /// <summary>The event that an insert made.</summary>
    public string? EventId { get; init; }
}
