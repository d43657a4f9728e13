namespace CalendarSync.Core.Reconciliation;

/// <summary>The fields that both sides keep and that merge one by one. When an event takes place is one field: half of a move is no move.</summary>
[Flags]
internal enum EventField
{
    None = 0,
    Title = 1,
    Description = 2,
    Location = 4,
    Times = 8,
    Color = 16,
    Recurrence = 32,
    Status = 64,
    Visibility = 128,
    Transparency = 256,
    Reminders = 512,
    All = 1023,
}
