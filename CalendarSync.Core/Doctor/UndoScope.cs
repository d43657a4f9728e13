using System.Globalization;

namespace CalendarSync.Core.Doctor;

/// <summary>What shall be undone: exactly one of the three.</summary>
/// <param name="RunId">What one run did.</param>
/// <param name="EventId">What was done to one event.</param>
/// <param name="Since">What was done from that time on, UTC.</param>
internal sealed record UndoScope(Guid? RunId = null, Guid? EventId = null, DateTimeOffset? Since = null)
{
    /// <summary>Reads <c>run:ID</c>, <c>event:ID</c> or <c>since:TIME</c>; null for anything else.</summary>
    public static UndoScope? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var value = text[(colon + 1)..];
        return (colon < 0 ? null : text[..colon]) switch
        {
            "run" when Guid.TryParse(value, out var id) => new UndoScope(RunId: id),
            "event" when Guid.TryParse(value, out var id) => new UndoScope(EventId: id),
            "since" when DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) => new UndoScope(Since: at.ToUniversalTime()),
            _ => null,
        };
    }
}
