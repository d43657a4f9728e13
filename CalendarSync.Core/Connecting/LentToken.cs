using CalendarSync.Core.Google;

namespace CalendarSync.Core.Connecting;

/// <summary>A token that serves an account which is not stored; gone when disposed.</summary>
internal sealed class LentToken(GoogleAccount account, Action giveBack) : IDisposable
{
    public GoogleAccount Account { get; } = account;

    public void Dispose() => giveBack();
}
