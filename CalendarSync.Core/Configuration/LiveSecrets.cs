namespace CalendarSync.Core.Configuration;

/// <summary>The secrets as last read. Replaced whole, so that a reader never sees half of a rotation.</summary>
internal sealed class LiveSecrets(SecretSettings initial)
{
    private volatile SecretSettings _current = initial;

    public SecretSettings Current => _current;

    public void Replace(SecretSettings secrets) => _current = secrets;
}
