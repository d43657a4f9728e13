using CalendarSync.Core;
using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.GoogleToApp;

using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Scenarios;

/// <summary>One instance of the engine, as one process would be.</summary>
internal sealed class Worker(ServiceProvider services) : IAsyncDisposable
{
    public IServiceProvider Services => services;

    public GoogleChanges Changes { get; } = services.GetRequiredService<GoogleChanges>();

    private SyncProcessor Processor { get; } = services.GetRequiredService<SyncProcessor>();

    /// <summary>The application's changes to Google.</summary>
    public Task<SyncCounts> PushAsync(CancellationToken cancellationToken = default) => Processor.RunAsync(SyncScope.Everything, cancellationToken);

    /// <summary>Google's changes to the application.</summary>
    public Task<SyncCounts> PullAsync(bool full = false, CancellationToken cancellationToken = default) =>
        Changes.RunAsync(SyncScope.Everything, full, cancellationToken);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
