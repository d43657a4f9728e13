namespace CalendarSync.Core.Notifications;

/// <summary>Something that a message will tell of an event.</summary>
/// <param name="Kind">See <see cref="NotificationKind"/>.</param>
/// <param name="CompanyId">Whose event.</param>
/// <param name="EventId">The row. Its texts are read when the message is worded.</param>
/// <param name="Before">The changed fields before, JSON.</param>
/// <param name="After">And after, JSON.</param>
internal sealed record Notice(string Kind, Guid CompanyId, Guid EventId, string? Before = null, string? After = null);
