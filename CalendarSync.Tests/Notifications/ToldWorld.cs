using CalendarSync.Core.Notifications;
using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Security;
using CalendarSync.Tests.Upkeep;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Notifications;

/// <summary>Both sides, the timers, and a chat that hears of it.</summary>
internal sealed class ToldWorld : IAsyncDisposable
{
    private ToldWorld(TimedWorld timed, TelegramDouble telegram, LogLines log)
    {
        Timed = timed;
        Telegram = telegram;
        Log = log;
    }

    public TimedWorld Timed { get; }

    public Scenarios.SyncWorld World => Timed.World;

    public TelegramDouble Telegram { get; }

    public LogLines Log { get; }

    public static async Task<ToldWorld> CreateAsync(Action<Dictionary<string, string?>>? settings = null, EmulatorOptions? google = null)
    {
        var telegram = await TelegramDouble.StartAsync();
        var log = new LogLines();
        var timed = await TimedWorld.CreateAsync(
            all =>
            {
                foreach (var (name, value) in telegram.Settings)
                {
                    all[name] = value;
                }

                settings?.Invoke(all);
            },
            google,
            replace: services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)));
        return new ToldWorld(timed, telegram, log);
    }

    /// <summary>What the chat has heard since the last look.</summary>
    public IReadOnlyList<string> Heard()
    {
        var texts = Telegram.Sent.Select(m => m.Text).ToList();
        Telegram.Sent.Clear();
        return texts;
    }

    public Task SendAsync() => World.Services.GetRequiredService<NotificationSender>().SendDueAsync(CancellationToken.None);

    public Task<IReadOnlyList<string>> OutboxAsync() => World.QueryAsync<string>(
        "SELECT concat_ws(' ', kind, status, error_message, attempt_count) FROM google_calendar_notifications ORDER BY id");

    public async ValueTask DisposeAsync()
    {
        await Timed.DisposeAsync();
        await Telegram.DisposeAsync();
    }
}
