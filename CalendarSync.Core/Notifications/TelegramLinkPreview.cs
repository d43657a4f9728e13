namespace CalendarSync.Core.Notifications;

/// <summary>Whether a link is shown as a box below the message.</summary>
internal sealed record TelegramLinkPreview(bool IsDisabled);
