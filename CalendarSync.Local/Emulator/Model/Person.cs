namespace CalendarSync.Local.Emulator.Model;

internal sealed record Person(string Email, string? DisplayName);
