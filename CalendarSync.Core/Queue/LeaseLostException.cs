namespace CalendarSync.Core.Queue;

/// <summary>This worker was away for longer than its lease: somebody else has the item, and nothing of ours may be saved.</summary>
internal sealed class LeaseLostException() : Exception("The lease of this item was lost.");
