namespace CalendarSync.Core.AppToGoogle;

/// <summary>An event that has to be read before anything can be decided about it.</summary>
/// <param name="GoogleEventId">Which one.</param>
/// <param name="Reason">What happened.</param>
internal sealed record Look(string GoogleEventId, LookReason Reason);
