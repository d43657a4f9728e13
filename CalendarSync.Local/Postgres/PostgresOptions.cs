namespace CalendarSync.Local.Postgres;

/// <summary>How a throwaway server is started.</summary>
internal sealed record PostgresOptions
{
    /// <summary>Whether the server also listens on a free port of 127.0.0.1, for psql and other programs. Without it, only its own socket.</summary>
    public bool Tcp { get; init; }

    /// <summary>The folder of <c>initdb</c> and <c>postgres</c>; null looks for one, then asks npm.</summary>
    public string? BinaryFolder { get; init; }
}
