namespace CalendarSync.Core.GoogleToApp;

/// <summary>What a message has to match.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="ResourceId">Null while Google's answer to the opening is under way.</param>
/// <param name="TokenHash">SHA-256.</param>
internal sealed record WebhookChannel(Guid Id, string? ResourceId, byte[] TokenHash);
