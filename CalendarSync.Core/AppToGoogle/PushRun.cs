using CalendarSync.Core.Google;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.AppToGoogle;

/// <summary>One calendar's turn.</summary>
/// <param name="RunId">In the journal.</param>
/// <param name="Calendar">Where the changes go.</param>
/// <param name="Context">What events take from the calendar.</param>
internal sealed record PushRun(Guid RunId, Connection Calendar, WriteContext Context)
{
    public GoogleAccount Account => Calendar.Account;

    public string CalendarId => Calendar.CalendarId;
}
