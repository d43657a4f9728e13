using CalendarSync.Core.Agenda;
using CalendarSync.Core.AppToGoogle;
using CalendarSync.Core.Configuration;
using CalendarSync.Core.Conflicts;
using CalendarSync.Core.Connecting;
using CalendarSync.Core.Doctor;
using CalendarSync.Core.GoogleToApp;
using CalendarSync.Core.Health;
using CalendarSync.Core.History;
using CalendarSync.Core.Notifications;
using CalendarSync.Core.Queue;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Core.Telemetry;
using CalendarSync.Core.Upkeep;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Core;

/// <summary>The two directions and what they share.</summary>
internal static class EngineRegistration
{
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.TryAddSingleton(provider => PolicyOf(provider.GetRequiredService<CalendarSyncOptions>()));
        services.TryAddSingleton<GrantStore>();
        services.TryAddSingleton<AccountTrouble>();
        services.TryAddSingleton<RunStore>();
        services.TryAddSingleton<TimerRunStore>();
        services.TryAddSingleton(provider => new TimerRuns(provider.GetRequiredService<TimerRunStore>(), provider.GetService<IConfiguration>(), provider.GetRequiredService<NotificationSender>(),
            provider.GetRequiredService<LevelStore>()));

        services.TryAddSingleton<ResolutionStore>();
        services.TryAddSingleton<ConflictResolver>();
        services.TryAddSingleton<OpenConflicts>();
        services.TryAddSingleton(provider => new ConflictsAdmin(
            provider.GetRequiredService<CompanyAccess>(),
            provider.GetRequiredService<ResolutionStore>(),
            provider.GetRequiredService<ConflictResolver>(),
            provider.GetRequiredService<OpenConflicts>()));
        services.TryAddSingleton<QueueAdminStore>();
        services.TryAddSingleton(provider => new QueueAdmin(provider.GetRequiredService<CompanyAccess>(), provider.GetRequiredService<QueueAdminStore>()));
        services.TryAddSingleton<HistoryStore>();
        services.TryAddSingleton(provider => new HistoryAdmin(provider.GetRequiredService<CompanyAccess>(), provider.GetRequiredService<HistoryStore>()));
        services.TryAddSingleton<QueueStore>();
        services.TryAddSingleton<WriteLog>();
        services.TryAddSingleton<Whereabouts>();
        services.TryAddSingleton<PushSettlement>();
        services.TryAddSingleton<DeletedRowPusher>();
        services.TryAddSingleton<EventMover>();
        services.TryAddSingleton<EventPusher>();
        services.TryAddSingleton<CalendarPusher>();
        services.TryAddSingleton(provider => new SyncProcessor(
            provider.GetRequiredService<QueueStore>(),
            provider.GetRequiredService<CalendarPusher>(),
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<IIdSource>(),
            provider.GetRequiredService<SyncPolicy>(),
            provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<OpenConflicts>(),
            provider.GetRequiredService<ILogger<SyncProcessor>>()));

        services.TryAddSingleton<PullStore>();
        services.TryAddSingleton<PageStore>();
        services.TryAddSingleton<PageDecider>();
        services.TryAddSingleton<ListingEnd>();
        services.TryAddSingleton<AbsentSeries>();
        services.TryAddSingleton<PageApplier>();
        services.TryAddSingleton<RangeExtension>();
        services.TryAddSingleton<SeriesCheckStore>();
        services.TryAddSingleton<SeriesCheck>();
        services.TryAddSingleton<CalendarPuller>();
        services.TryAddSingleton(provider => new GoogleChanges(
            provider.GetRequiredService<PullStore>(),
            provider.GetRequiredService<CalendarPuller>(),
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<IIdSource>(),
            provider.GetRequiredService<SyncPolicy>(),
            provider.GetRequiredService<RunStore>(),
            provider.GetRequiredService<ILogger<GoogleChanges>>()));
        services.TryAddSingleton(provider => new SweepDecision(
            provider.GetRequiredService<Database>(), provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<SyncPolicy>()));
        services.TryAddSingleton<IPullTrigger>(provider => provider.GetRequiredService<GoogleChanges>());
        services.TryAddSingleton<IAfterConnect, FirstSync>();
        services.TryAddSingleton<TwoWaySync>();
        services.TryAddSingleton<CalendarColorStore>();
        services.TryAddSingleton<CalendarColors>();
        services.TryAddSingleton<CalendarFileStore>();
        services.TryAddSingleton(provider => new TimedSync(
            provider.GetRequiredService<GoogleChanges>(),
            provider.GetRequiredService<SyncProcessor>(),
            provider.GetRequiredService<TwoWaySync>(),
            provider.GetRequiredService<WatchService>(),
            provider.GetRequiredService<CalendarColors>(),
            provider.GetRequiredService<CalendarFileStore>(),
            provider.GetRequiredService<Notices>(),
            provider.GetRequiredService<CalendarSyncOptions>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<LevelStore>();
        services.AddHostedService<TelemetryExport>();
        services.TryAddSingleton<DoctorStore>();
        services.TryAddSingleton<Drift>();
        services.TryAddSingleton<UndoStore>();
        services.TryAddSingleton<Undo>();
        services.TryAddSingleton<Examiner>();
        services.TryAddSingleton<CleanupStore>();
        services.TryAddSingleton(provider => new Cleanup(
            provider.GetRequiredService<CleanupStore>(),
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<CalendarSyncOptions>(),
            provider.GetRequiredService<SyncPolicy>()));

        services.TryAddSingleton<AgendaStore>();
        services.TryAddSingleton(provider => new TodaysEvents(
            provider.GetRequiredService<CompanyAccess>(),
            provider.GetRequiredService<AgendaStore>(),
            provider.GetRequiredService<CalendarSyncOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TodaysEvents>>()));
        services.TryAddSingleton(provider => new CompanyDirectory(provider.GetRequiredService<Database>()));
        services.TryAddSingleton(provider => new HealthCheck(
            provider.GetRequiredService<Database>(),
            provider.GetRequiredService<CalendarSyncOptions>(),
            provider.GetRequiredService<KeyVaultSecrets>(),
            provider.GetRequiredService<ILogger<HealthCheck>>()));
        return services;
    }

    private static SyncPolicy PolicyOf(CalendarSyncOptions options) => new()
    {
        Conflicts = options.ConflictPolicy,
        DefaultReminders = options.Calendar.DefaultReminders is { Count: > 0 } reminders ? EventReminders.Of(false, reminders) : null,
        EventTypes = options.MirrorEventTypes,
        Enabled = options.Calendar.Enabled,
        PollInterval = TimeSpan.FromMinutes(options.Calendar.SyncIntervalMinutes ?? 5),
        Past = options.Calendar.SyncRange is { } past ? TimeSpan.FromDays(past.PastDays) : null,
        Future = options.Calendar.SyncRange is { } future ? TimeSpan.FromDays(future.FutureDays) : null,
    };
}
