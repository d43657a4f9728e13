using System.Text;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Google;

/// <summary>Short ways to write events in tests.</summary>
internal static class Events
{
    public static readonly WriteContext Paris = new("Europe/Paris");

    public static GoogleEvent Of(string json) => GoogleEventReader.Read(Encoding.UTF8.GetBytes(json), out var reason) ?? throw new FormatException(reason);

    public static GoogleEvent Of(ReadOnlyMemory<byte> json) => GoogleEventReader.Read(json, out var reason) ?? throw new FormatException(reason);

    /// <summary>A timed event with more members between the braces.</summary>
    public static string Json(string members) =>
        $$"""{"id":"abcdef","start":{"dateTime":"2026-02-16T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-16T11:00:00+01:00","timeZone":"Europe/Paris"}{{(members.Length == 0 ? "" : "," + members)}}}""";

    public static EventFields Fields(string members) => GoogleEventMapper.ToFields(Of(Json(members)));

    public static EventFields Timed(string start, string end, string? zone = "Europe/Paris") =>
        new() { Times = EventTimes.Timed(At(start), At(end), zone), Reminders = EventReminders.Default };

    public static EventFields Days(int year, int month, int day, int days) =>
        new() { Times = EventTimes.Days(new DateOnly(year, month, day), new DateOnly(year, month, day).AddDays(days)), Reminders = EventReminders.Default };

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUniversalTime();

    public static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
