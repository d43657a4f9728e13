namespace CalendarSync.Core.Connecting;

/// <summary>One outcome in words: what happened, and what to do.</summary>
internal sealed record ConnectText(string Title, string Text);
