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

    /// <summary>Events that were sent on to another calendar in this turn.</summary>
    public HashSet<Guid> Rerouted { get; } = [];

    public string CalendarId => Calendar.CalendarId;

    /// <summary>An earlier write held the row's change in this calendar until it was settled; but its role names another one.</summary>
    public bool IsOnlyPassing(EventRow row) => row is { SeriesId: null, Role: { } role } && !string.Equals(role, Calendar.Role, StringComparison.Ordinal);
}
