namespace CalendarSync.Local.Emulator.Model;

internal sealed record Reminder(string Method, int Minutes);
