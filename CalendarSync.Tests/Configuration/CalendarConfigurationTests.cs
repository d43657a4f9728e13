using CalendarSync.Core.Configuration;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Configuration;

public sealed class CalendarConfigurationTests
{
    // The file of the three-calendar specification, as it stands there.
    private const string Specified = """
        google_calendar:
          enabled: true
          sync_interval_minutes: 30  # Daemon sync toutes les 30 min
          calendars:
            - id: "primary"
              name: "Calendrier Médecin"
              casquette: "medecin"
              color: "#ff0000"
            - id: "CALENDAR_ID_ENSEIGNANT"  # Remplacer par vrai ID
              name: "Calendrier Enseignant"
              casquette: "enseignant"
              color: "#00ff00"
            - id: "CALENDAR_ID_CHERCHEUR"
              name: "Calendrier Chercheur"
              casquette: "chercheur"
              color: "#0000FF"
          sync_range: null    # null = pas de limite
          default_reminders:
            - method: "popup"
              minutes: 30     # Rappel 30 min avant
        """;

    [Fact]
    public void The_specified_file_is_read_whole()
    {
        CalendarConfiguration configuration = Read(Specified);

        configuration.Enabled.ShouldBeTrue();
        configuration.SyncIntervalMinutes.ShouldBe(30);
        configuration.SyncRange.ShouldBeNull();
        configuration.DefaultReminders.ShouldBe([new Reminder("popup", 30)]);
        configuration.Calendars.ShouldBe(
        [
            new ConfiguredCalendar("primary", "Calendrier Médecin", "medecin", "#ff0000"),
            new ConfiguredCalendar("CALENDAR_ID_ENSEIGNANT", "Calendrier Enseignant", "enseignant", "#00ff00"),
            new ConfiguredCalendar("CALENDAR_ID_CHERCHEUR", "Calendrier Chercheur", "chercheur", "#0000ff"),
        ]);
    }

    [Fact]
    public void The_range_and_the_word_role_are_understood()
    {
        CalendarConfiguration configuration = Read("""
            google_calendar:
              enabled: false
              calendars: [{id: primary, role: medecin}]
              sync_range: {past_days: 7300, future_days: 18250}
            """);

        configuration.Enabled.ShouldBeFalse();
        configuration.SyncRange.ShouldBe(new SyncRange(7300, 18250));
        configuration.Calendars.ShouldBe([new ConfiguredCalendar("primary", null, "medecin", null)]);
        configuration.DefaultReminders.ShouldBeEmpty();
    }

    [Fact]
    public void Every_fault_is_found_at_once_with_its_line()
    {
        var faults = new List<string>();

        CalendarConfigurationFile.Parse(
            """
            google_calendar:
              enabled: canary
              sync_interval_minutes: 0
              interval: canary
              calendars:
                - id: canary@example.com
                  color: canary
                - name: canary
                  colour: canary
                - id: canary@example.com
                  role: canary
                  casquette: other
              sync_range:
                past_days: -1
              default_reminders:
                - method: sms
                  minutes: 50000
                - canary
            """,
            faults);

        faults.Select(fault => int.Parse(fault.Split(':')[0].Split(' ')[^1])).Order().ToArray().ShouldBe(
            [2, 3, 4, 7, 8, 9, 10, 10, 14, 14, 16, 17, 18], string.Join('\n', faults));
        faults.ShouldAllBe(fault => fault.StartsWith("CALENDAR_CONFIG_PATH line ", StringComparison.Ordinal));
        string.Concat(faults).ShouldNotContain("canary");
    }

    [Theory]
    [InlineData("")]
    [InlineData("google_calendar:")]
    [InlineData("google_calendar: []")]
    [InlineData("google_calendar: {calendars: []}")]
    [InlineData("google_calendar: {calendars: {}}")]
    [InlineData("other: 1")]
    [InlineData("google_calendar: {calendars: [{id: a}], calendars: [{id: b}]}")]
    [InlineData("google_calendar: {calendars: [{id: a}]}\n---\nb: 1")]
    [InlineData("google_calendar:\n\t- x")]
    [InlineData("google_calendar: &a [*a, *b]")]
    public void A_file_that_is_not_one_is_a_fault_and_not_a_crash(string text)
    {
        var faults = new List<string>();

        CalendarConfigurationFile.Parse(text, faults);

        faults.ShouldNotBeEmpty();
    }

    private static CalendarConfiguration Read(string text)
    {
        var faults = new List<string>();
        CalendarConfiguration configuration = CalendarConfigurationFile.Parse(text, faults);
        faults.ShouldBeEmpty();
        return configuration;
    }
}
