namespace CalendarSync.Core.Security;

/// <summary>An opened text.</summary>
/// <param name="Value">What was sealed.</param>
/// <param name="WithOlderKey">It was not sealed with the first key: seal it again when it is next written.</param>
internal sealed record Unsealed(string Value, bool WithOlderKey)
{
    // A record prints its members; this one holds a token.
    public override string ToString() => nameof(Unsealed);
}
