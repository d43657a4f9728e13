namespace CalendarSync.Local.Emulator.Push;

/// <summary>What became of one attempt: the receiver's status, or 0 when it could not be reached.</summary>
internal sealed record PushDelivery(PushMessage Message, int Status, bool WillRetry);
