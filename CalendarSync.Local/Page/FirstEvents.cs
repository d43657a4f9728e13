using System.Globalization;

using CalendarSync.Local.Demo;

namespace CalendarSync.Local.Page;

/// <summary>What is in both calendars before anybody comes: an empty week explains nothing. In the language of this machine.</summary>
internal static class FirstEvents
{
    private const string Day = "yyyy-MM-dd";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById(DemoPeople.TimeZone);

    private static bool IsFrench => string.Equals(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, "fr", StringComparison.Ordinal);

    /// <summary>In Google before the calendar is connected.</summary>
    public static IEnumerable<EventEdit> OfGoogle(DateTimeOffset now) =>
    [
        Timed(now, 0, "08:30", "09:15", IsFrench ? "Point du matin" : "Morning round", null) with { Repeat = Repeat.Daily },
        Timed(now, 0, "10:00", "11:00", IsFrench ? "Réunion d'équipe" : "Team meeting", IsFrench ? "Salle bleue" : "Blue room"),
        Timed(now, 1, "09:30", "10:15", IsFrench ? "Dentiste" : "Dentist", null),
        new(IsFrench ? "Anniversaire de Camille" : "Camille's birthday", null, AllDay: true, Date(now, 1), Date(now, 2)),
    ];

    /// <summary>In the application's table.</summary>
    public static IEnumerable<EventEdit> OfTheApplication(DateTimeOffset now) =>
    [
        Timed(now, 0, "14:30", "15:30", "Consultation", IsFrench ? "Cabinet" : "Practice"),
        Timed(now, 2, "11:00", "12:30", IsFrench ? "Livraison" : "Delivery", IsFrench ? "Entrepôt" : "Warehouse"),
    ];

    public static EventEdit BeforeTheCrash(DateTimeOffset now) =>
        Timed(now, 0, "12:00", "13:00", IsFrench ? "Écrit juste avant la panne" : "Written just before the crash", null);

    private static EventEdit Timed(DateTimeOffset now, int days, string start, string end, string title, string? location) =>
        new(title, location, AllDay: false, $"{Date(now, days)}T{start}", $"{Date(now, days)}T{end}");

    private static string Date(DateTimeOffset now, int days) => TimeZoneInfo.ConvertTime(now, Zone).AddDays(days).ToString(Day, CultureInfo.InvariantCulture);
}
