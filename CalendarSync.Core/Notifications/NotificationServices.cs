using CalendarSync.Core.Google;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CalendarSync.Core.Notifications;

/// <summary>Registers the outbox and who empties it.</summary>
internal static class NotificationServices
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddHttpClient<TelegramClient>(http => http.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(GoogleServices.NewHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            // They would log the address, and the bot's token is in it.
            .RemoveAllLoggers();
        services.TryAddSingleton<Notices>();
        services.TryAddSingleton<NotificationStore>();
        services.TryAddSingleton<SubjectStore>();
        services.TryAddSingleton<MessageComposer>();
        services.TryAddSingleton<NotificationSender>();
        return services;
    }
}
