using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

using CalendarSync.Core;
using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

/// <summary>The settings in the README, in the sample file and in the code are the same ones, with the same defaults.</summary>
public sealed partial class DocumentedSettings
{
    // What the Azure host asks for; nothing here reads them.
    private static readonly string[] OfTheHost = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];

    private static readonly string[] InCode =
    [
        .. typeof(CalendarSyncOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => UpperSnake(property.Name)),
        "CONFLICT_POLICY",
        .. DefaultSchedules.BySetting.Keys,
    ];

    [Fact]
    public void The_sample_file_has_every_setting_and_no_other() =>
        Sample().Keys.Except(OfTheHost, StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(InCode.Order(StringComparer.Ordinal));

    [Fact]
    public void The_readme_has_every_setting_and_no_other() =>
        MarkdownTable.After(Repository.ReadText("README.md"), "## Settings")
            .SelectMany(row => SettingName().Matches(row[0]).Select(match => match.Groups[1].Value))
            .Order(StringComparer.Ordinal).ShouldBe(InCode.Order(StringComparer.Ordinal));

    [Fact]
    public void The_schedules_have_the_same_defaults_everywhere()
    {
        IReadOnlyDictionary<string, string> sample = Sample();
        Dictionary<string, string> readme = MarkdownTable.After(Repository.ReadText("README.md"), "## Settings")
            .Where(row => row[0].EndsWith("Schedule`", StringComparison.Ordinal)).ToDictionary(row => row[0].Trim('`'), row => row[1].Trim('`'), StringComparer.Ordinal);

        foreach ((string name, string schedule) in DefaultSchedules.BySetting)
        {
            sample[name].ShouldBe(schedule, name);
            readme[name].ShouldBe(schedule, name);
        }
    }

    [Fact]
    public void The_sample_file_s_values_are_the_defaults()
    {
        IReadOnlyDictionary<string, string> sample = Sample();
        var defaults = new CalendarSyncOptions();

        sample["GOOGLE_AUTH_URL"].ShouldBe(defaults.GoogleAuthUrl.OriginalString);
        sample["GOOGLE_TOKEN_URL"].ShouldBe(defaults.GoogleTokenUrl.OriginalString);
        sample["GOOGLE_REVOKE_URL"].ShouldBe(defaults.GoogleRevokeUrl.OriginalString);
        sample["GOOGLE_API_URL"].ShouldBe(defaults.GoogleApiUrl.OriginalString);
        sample["TELEGRAM_API_URL"].ShouldBe(defaults.TelegramApiUrl.OriginalString);
        sample["NOTIFICATION_CULTURE"].ShouldBe(defaults.NotificationCulture.Name);
        sample["NOTIFICATION_TIME_ZONE"].ShouldBe(defaults.NotificationTimeZone);
        sample["MIRROR_EVENT_TYPES"].ShouldBe(string.Join(',', defaults.MirrorEventTypes));
        sample["HEALTH_MAX_AGE_MINUTES"].ShouldBe(defaults.HealthMaxAgeMinutes.ToString());
        sample["RETENTION_QUEUE_DAYS"].ShouldBe(defaults.RetentionQueueDays.ToString());
        sample["RETENTION_JOURNAL_DAYS"].ShouldBe(defaults.RetentionJournalDays.ToString());
        sample["RETENTION_CONFLICTS_DAYS"].ShouldBe(defaults.RetentionConflictsDays.ToString());
        sample["RETENTION_RUNS_DAYS"].ShouldBe(defaults.RetentionRunsDays.ToString());
        sample["RETENTION_NOTIFICATIONS_DAYS"].ShouldBe(defaults.RetentionNotificationsDays.ToString());
    }

    private static IReadOnlyDictionary<string, string> Sample()
    {
        using var document = JsonDocument.Parse(Repository.ReadText("local.settings.sample.json"));
        return document.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetString()!, StringComparer.Ordinal);
    }

    private static string UpperSnake(string name) => WordStart().Replace(name, "_$0").ToUpperInvariant();

    [GeneratedRegex(@"(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();

    [GeneratedRegex("`([A-Za-z_]+)`")]
    private static partial Regex SettingName();
}
