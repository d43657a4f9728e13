using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Events;

internal static class EventIds
{
    /// <summary>base32hex in lower case, 5 to 1024 characters.</summary>
    public static void Check(string id)
    {
        bool legal = id.Length is >= 5 and <= 1024 && id.All(static c => c is (>= 'a' and <= 'v') or (>= '0' and <= '9'));
        if (!legal)
        {
            throw GoogleErrors.InvalidEventId.Thrown();
        }
    }
}
