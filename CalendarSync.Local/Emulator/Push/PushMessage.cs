namespace CalendarSync.Local.Emulator.Push;

/// <summary>One notification on its way. Its body is always empty.</summary>
internal sealed record PushMessage(
    string ChannelId, string Address, string? Token, string ResourceId, string ResourceUri, string State, long Number, string ExpirationText, DateTimeOffset NotBefore)
{
    public int Attempt { get; init; } = 1;
}
