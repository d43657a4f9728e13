using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>The options that can be changed from outside while the emulator runs.</summary>
internal static class OptionSwitches
{
    private static readonly Dictionary<string, Action<EmulatorOptions, AdminCall, string>> Switches = new(StringComparer.Ordinal)
    {
        ["page_size_limit"] = static (o, call, name) => o.PageSizeLimit = (int)Math.Max(1, call.NumberOrNull(name) ?? 2500),
        ["irregular_pages"] = static (o, call, name) => o.IrregularPages = call.FlagOrNull(name) ?? false,
        ["tombstones"] = static (o, call, name) => o.Tombstones = call.TextOrNull(name) switch
        {
            "minimal" => TombstoneDetail.Minimal,
            "when_show_deleted" => TombstoneDetail.WhenShowDeleted,
            "full" => TombstoneDetail.Full,
            _ => throw GoogleErrors.Invalid("Invalid value for: tombstones").Thrown(),
        },
        ["series_deletion_cancels_exceptions"] = static (o, call, name) => o.SeriesDeletionCancelsExceptions = call.FlagOrNull(name) ?? true,
        ["read_lag_ms"] = static (o, call, name) => o.ReadLag = TimeSpan.FromMilliseconds(call.NumberOrNull(name) ?? 0),
        ["quota_per_user_per_minute"] = static (o, call, name) => o.QuotaPerUserPerMinute = (int?)call.NumberOrNull(name),
        ["quota_per_project_per_minute"] = static (o, call, name) => o.QuotaPerProjectPerMinute = (int?)call.NumberOrNull(name),
        ["access_token_lifetime_seconds"] = static (o, call, name) => o.AccessTokenLifetime = TimeSpan.FromSeconds(call.NumberOrNull(name) ?? 3599),
        ["channel_lifetime_seconds"] = static (o, call, name) => o.ChannelLifetime = TimeSpan.FromSeconds(call.NumberOrNull(name) ?? 604_800),
        ["sync_token_lifetime_seconds"] = static (o, call, name) => o.SyncTokenLifetime = TimeSpan.FromSeconds(call.NumberOrNull(name) ?? 2_419_200),
        ["sync_message_before_answer"] = static (o, call, name) => o.SyncMessageBeforeAnswer = call.FlagOrNull(name) ?? false,
    };

    public static IEnumerable<string> Names => Switches.Keys;

    public static void Apply(EmulatorOptions options, AdminCall call)
    {
        foreach ((string name, _) in call.Body)
        {
            Switches[name](options, call, name);
        }
    }
}
