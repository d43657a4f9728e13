using System.Globalization;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Calls;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>The whole: state, reset, accounts, tokens, clock, counters.</summary>
internal sealed class StateAdmin(GoogleEmulator emulator)
{
    public IEnumerable<AdminRoute> Routes() =>
    [
        AdminRoute.Ask("GET", "state", [], _ => State()),
        AdminRoute.Tell("POST", "reset", [], _ => emulator.Reset()),
        AdminRoute.Ask("POST", "accounts", ["email", "display_name", "time_zone"], AddAccount),
        AdminRoute.Tell("PATCH", "accounts/{email}", ["workspace", "writes_exhausted", "time_zone"], ChangeAccount),
        AdminRoute.Ask("POST", "tokens", ["email", "scopes"], call => AdminApi.Node(emulator.IssueTokens(call.Text("email"), [.. call.Texts("scopes")]))),
        AdminRoute.Tell("POST", "tokens/expire", ["email"], call => emulator.ExpireAccessTokens(call.TextOrNull("email"))),
        AdminRoute.Tell("POST", "tokens/revoke", ["email"], call => emulator.RevokeGrant(call.Text("email"))),
        AdminRoute.Ask("GET", "clock", [], _ => Clock()),
        AdminRoute.Ask("PATCH", "clock", ["skew_seconds", "advance_seconds"], MoveClock),
        AdminRoute.Ask("GET", "calls", [], call => Calls(call.Query("limit"))),
        AdminRoute.Tell("DELETE", "calls", [], _ => emulator.Calls.Reset()),
    ];

    private JsonObject State()
    {
        lock (emulator.World.Gate)
        {
            return new JsonObject
            {
                ["accounts"] = new JsonArray([.. emulator.World.Accounts.Select(static a => (JsonNode)new JsonObject
                {
                    ["email"] = a.Email,
                    ["subject"] = a.Subject,
                    ["display_name"] = a.DisplayName,
                    ["time_zone"] = a.TimeZone,
                    ["workspace"] = a.Workspace,
                    ["writes_exhausted"] = a.WritesExhausted,
                })]),
                ["calendars"] = new JsonArray([.. emulator.World.Calendars.Where(static c => !c.Deleted).Select(CalendarAdmin.Describe)]),
                ["channels"] = emulator.Channels.Live.Count(),
                ["pending_messages"] = emulator.Push.Pending.Count,
                ["calls"] = emulator.Calls.Total,
                ["quota_units"] = emulator.Calls.Units,
                ["faults_struck"] = emulator.Faults.Struck,
                ["now"] = Now(),
            };
        }
    }

    private JsonObject AddAccount(AdminCall call)
    {
        string email = call.Text("email");
        emulator.AddAccount(email, call.TextOrNull("display_name"), AdminZones.Check(call.TextOrNull("time_zone")) ?? "Europe/Paris");
        return new JsonObject { ["email"] = email, ["calendar_id"] = email };
    }

    private void ChangeAccount(AdminCall call) =>
        emulator.ChangeAccount(call.Route("email"), call.FlagOrNull("workspace"), call.FlagOrNull("writes_exhausted"), AdminZones.Check(call.TextOrNull("time_zone")));

    private JsonObject Clock() => new() { ["now"] = Now(), ["skew_seconds"] = emulator.Clock.Skew.TotalSeconds };

    private string Now() => emulator.Clock.Now.ToString("O", CultureInfo.InvariantCulture);

    private JsonObject MoveClock(AdminCall call)
    {
        emulator.Clock.Skew = call.RealOrNull("skew_seconds") is { } skew ? TimeSpan.FromSeconds(skew) : emulator.Clock.Skew;
        emulator.Clock.Advance(TimeSpan.FromSeconds(call.RealOrNull("advance_seconds") ?? 0));
        return Clock();
    }

    private JsonObject Calls(string? limit)
    {
        IReadOnlyList<CallRecord> records = emulator.Calls.Records();
        int count = int.TryParse(limit, out int wanted) ? wanted : 100;
        return new JsonObject
        {
            ["total"] = emulator.Calls.Total,
            ["quota_units"] = emulator.Calls.Units,
            ["writes"] = emulator.Calls.Writes,
            ["applied_writes"] = emulator.Calls.AppliedWrites,
            ["by_method"] = AdminApi.Node(emulator.Calls.ByMethod()),
            ["by_account"] = new JsonObject(emulator.Calls.ByAccount().Select(static a =>
                KeyValuePair.Create(a.Key, (JsonNode?)new JsonObject { ["calls"] = a.Value.Calls, ["quota_units"] = a.Value.Units }))),
            ["records"] = AdminApi.Node(records.Skip(Math.Max(0, records.Count - count))),
        };
    }
}
