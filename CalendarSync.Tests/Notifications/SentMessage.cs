namespace CalendarSync.Tests.Notifications;

/// <summary>A message as the chat shows it.</summary>
/// <param name="Topic">Null: the general one.</param>
/// <param name="Text">Without markup.</param>
/// <param name="Links">Addresses behind words, in order.</param>
internal sealed record SentMessage(int? Topic, string Text, IReadOnlyList<string> Links);
