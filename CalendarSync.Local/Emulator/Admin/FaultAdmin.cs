using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.OAuth;
using CalendarSync.Local.Emulator.Push;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>What goes wrong: faults of calls, push messages, channels, and the switches of <see cref="EmulatorOptions"/>.</summary>
internal sealed class FaultAdmin(GoogleEmulator emulator)
{
    public IEnumerable<AdminRoute> Routes() =>
    [
        AdminRoute.Ask("POST", "faults", ["method", "fault", "times", "retry_after_seconds", "delay_ms", "status", "megabytes"], Add),
        AdminRoute.Tell("POST", "faults/random", ["seed", "rate"], call => emulator.Faults.Random((int)(call.NumberOrNull("seed") ?? 1), call.RealOrNull("rate") ?? 0.1)),
        AdminRoute.Tell("DELETE", "faults", [], _ => emulator.Faults.Clear()),
        AdminRoute.Ask("GET", "channels", [], _ => Channels()),
        AdminRoute.Tell("POST", "channels/{id}/expire", [], Expire),
        AdminRoute.Ask("GET", "push", [], _ => AdminApi.Node(emulator.Push.Pending)),
        AdminRoute.Ask("PATCH", "push", ["drop_rate", "duplicate_rate", "reorder", "delay_seconds"], ChangePush),
        new("POST", "push/deliver", [], DeliverAsync),
        AdminRoute.Tell("PATCH", "options", [.. OptionSwitches.Names], call => OptionSwitches.Apply(emulator.Options, call)),
        AdminRoute.Tell("PUT", "consent", ["email", "scopes", "deny"], SetConsent),
        AdminRoute.Tell("DELETE", "consent", [], _ => emulator.AutoConsent = null),
    ];

    private JsonObject Add(AdminCall call)
    {
        string name = call.Text("fault");
        Fault fault = FaultCatalog.Find(name, call) ?? throw GoogleErrors.Invalid($"Unknown fault: {name}. Known: {string.Join(", ", FaultCatalog.Names)}").Thrown();
        int times = (int)(call.NumberOrNull("times") ?? 1);
        emulator.Faults.Next(call.TextOrNull("method") ?? "*", Enumerable.Repeat(fault, times));
        return new JsonObject { ["fault"] = fault.Name, ["times"] = times };
    }

    private JsonArray Channels()
    {
        lock (emulator.World.Gate)
        {
            return
            [
                .. emulator.Channels.Live.Select(static c => (JsonNode)new JsonObject
                {
                    ["id"] = c.Id,
                    ["account"] = c.Account.Email,
                    ["calendar_id"] = c.Calendar?.Id,
                    ["address"] = c.Address,
                    ["resource_id"] = c.ResourceId,
                    ["expiration"] = c.ExpirationMs,
                }),
            ];
        }
    }

    private void Expire(AdminCall call)
    {
        if (!emulator.ExpireChannel(call.Route("id")))
        {
            throw GoogleErrors.NotFound.Thrown();
        }
    }

    private JsonObject ChangePush(AdminCall call)
    {
        PushDispatcher push = emulator.Push;
        push.DropRate = call.RealOrNull("drop_rate") ?? push.DropRate;
        push.DuplicateRate = call.RealOrNull("duplicate_rate") ?? push.DuplicateRate;
        push.Reorder = call.FlagOrNull("reorder") ?? push.Reorder;
        push.Delay = call.RealOrNull("delay_seconds") is { } delay ? TimeSpan.FromSeconds(delay) : push.Delay;
        return new JsonObject
        {
            ["drop_rate"] = push.DropRate,
            ["duplicate_rate"] = push.DuplicateRate,
            ["reorder"] = push.Reorder,
            ["delay_seconds"] = push.Delay.TotalSeconds,
        };
    }

    private async ValueTask<JsonNode?> DeliverAsync(AdminCall call)
    {
        IReadOnlyList<PushDelivery> deliveries = await emulator.Push.DeliverAsync(call.CancellationToken);
        return AdminApi.Node(deliveries.Select(static d => new { d.Message.ChannelId, d.Message.State, d.Message.Number, d.Status, d.WillRetry }));
    }

    private void SetConsent(AdminCall call) =>
        emulator.AutoConsent = new AutoConsent(call.TextOrNull("email"), call.Body["scopes"] is null ? null : call.Texts("scopes"), call.FlagOrNull("deny") ?? false);
}
