namespace CalendarSync.Local.Runtime;

/// <summary>
/// The schedules where no setting says otherwise. On Azure every one of them has to be a setting: the host does not start
/// when a <c>%Name%</c> has no value.
/// </summary>
internal static class DefaultSchedules
{
    public static IReadOnlyDictionary<string, string> BySetting { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["SyncProcessorSchedule"] = "0 */5 * * * *",
        ["SyncIncrementalSchedule"] = "0 */15 * * * *",
        ["QueueCleanupSchedule"] = "0 0 2 * * *",
        ["WebhookRenewalSchedule"] = "0 0 3 * * *",
        ["WebhookCleanupSchedule"] = "0 0 4 * * *",
        ["DailySyncSchedule"] = "0 0 6 * * *",
    };
}
