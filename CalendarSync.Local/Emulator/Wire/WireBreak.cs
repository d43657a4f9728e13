namespace CalendarSync.Local.Emulator.Wire;

/// <summary>How a connection can fail while an answer is on its way.</summary>
internal enum WireBreak
{
    None,

    /// <summary>The connection is gone before the first byte.</summary>
    BeforeAnswer,

    /// <summary>Headers and half the body arrive, then nothing.</summary>
    MidBody,
}
