using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

using CalendarSync.Core;
using CalendarSync.Core.Telemetry;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Security;
using CalendarSync.Tests.Upkeep;

namespace CalendarSync.Tests.Telemetry;

/// <summary>What a collector gets, over HTTP; and what it must not get.</summary>
public sealed class TelemetryTests
{
    private static readonly string[] Metrics =
    [
        "calendar_sync.changes", "calendar_sync.lag", "http.client.request.duration", "calendar_sync.google.quota_units", "calendar_sync.retries", "calendar_sync.queue.depth",
        "calendar_sync.queue.age", "calendar_sync.conflicts.open", "calendar_sync.channels.alive", "calendar_sync.channels.age",
    ];

    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_and_hold_nothing_personal()
    {
        var bodies = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = await LoopbackServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var text = Encoding.Latin1.GetString(body.ToArray());
            bodies.AddOrUpdate(context.Request.Path.Value!, text, (_, before) => before + text);
        });
        using var export = new TelemetryExport(new CalendarSyncOptions { OtelExporterOtlpEndpoint = collector.Address });
        await export.StartAsync(CancellationToken.None);
        await using (var timed = await TimedWorld.CreateAsync())
        {
            await timed.World.AppInsertAsync("CanaryTitle", "CanaryPlace");
            timed.World.Google.Faults.Next("events.insert", Fault.Error(503, "backendError"));
            await timed.ProcessorAsync();
            timed.World.Time.Advance(TimeSpan.FromMinutes(15));
            await timed.IncrementalAsync();
            timed.World.GoogleInsert("CanaryTitle");
            await timed.DailyAsync();
        }

        await export.StopAsync(CancellationToken.None);

        foreach (var metric in Metrics)
        {
            bodies["/v1/metrics"].ShouldContain(metric);
        }

        bodies["/v1/traces"].ShouldContain("google-calendar-sync-incremental");
        bodies["/v1/traces"].ShouldContain("google ListEvents");
        foreach (var (path, body) in bodies)
        {
            foreach (var secret in (string[])["Canary", SyncWorld.Email, "marie", "calendar/v3"])
            {
                body.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{path} holds {secret}");
            }
        }
    }

    [Fact]
    public async Task Lags_are_those_of_the_two_sides()
    {
        var lags = new ConcurrentBag<(double Seconds, string Direction)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == SyncTelemetry.Name && instrument.Name == "calendar_sync.lag")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => lags.Add((value, (string)tags[0].Value!)));
        listener.Start();
        await using var world = await SyncWorld.CreateAsync();
        await world.PullAsync();
        await world.AppInsertAsync("A");
        world.GoogleInsert("B");
        // No other test waits for so long.
        world.Time.Advance(TimeSpan.FromSeconds(12_347));
        await world.PushAsync();
        world.Time.Advance(TimeSpan.FromSeconds(1_013));
        await world.PullAsync();

        lags.ShouldContain(lag => lag.Direction == "app_to_google" && Math.Abs(lag.Seconds - 12_347) < 1);
        lags.ShouldContain(lag => lag.Direction == "google_to_app" && Math.Abs(lag.Seconds - 13_360) < 1);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_built()
    {
        using var export = new TelemetryExport(new CalendarSyncOptions());
        await export.StartAsync(CancellationToken.None);
        await export.StopAsync(CancellationToken.None);
    }
}
