using Microsoft.Extensions.Hosting;

using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CalendarSync.Core.Telemetry;

/// <summary>Sends traces and metrics by OTLP while the host runs; nothing where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is unset.</summary>
internal sealed class TelemetryExport(CalendarSyncOptions options) : IHostedService, IDisposable
{
    // The port that collectors take gRPC at; any other is HTTP with protobuf.
    private const int GrpcPort = 4317;
    private const int FlushMilliseconds = 5000;

    private MeterProvider? metrics;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.OtelExporterOtlpEndpoint is { } endpoint)
        {
            var resource = ResourceBuilder.CreateEmpty().AddService("calendar-sync", autoGenerateServiceInstanceId: false);
            metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(SyncTelemetry.Name).AddOtlpExporter(o => Configure(o, endpoint, "v1/metrics")).Build();
            traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(SyncTelemetry.Name).AddOtlpExporter(o => Configure(o, endpoint, "v1/traces")).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        metrics?.ForceFlush(FlushMilliseconds);
        traces?.ForceFlush(FlushMilliseconds);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, Uri endpoint, string path)
    {
        exporter.Protocol = endpoint.Port == GrpcPort ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = exporter.Protocol == OtlpExportProtocol.Grpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
