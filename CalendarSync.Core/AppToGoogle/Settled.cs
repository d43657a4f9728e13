namespace CalendarSync.Core.AppToGoogle;

/// <summary>Where a change stands after both sides were looked at.</summary>
/// <param name="Done">What became of it, where nothing is left to send.</param>
/// <param name="Work">The work with the row as it is now.</param>
/// <param name="Conflicts">Conflicts found.</param>
internal sealed record Settled(PushOutcome? Done, PushWork Work, int Conflicts = 0)
{
    /// <summary>Why it must not be sent at all, as a code.</summary>
    public string? Refusal { get; init; }
}
