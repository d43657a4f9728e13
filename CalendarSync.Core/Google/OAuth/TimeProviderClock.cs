using Google.Apis.Util;

namespace CalendarSync.Core.Google.OAuth;

/// <summary>The product's clock as Google's library wants it.</summary>
internal sealed class TimeProviderClock(TimeProvider timeProvider) : IClock
{
    public DateTime Now => timeProvider.GetLocalNow().DateTime;

    public DateTime UtcNow => timeProvider.GetUtcNow().UtcDateTime;
}
