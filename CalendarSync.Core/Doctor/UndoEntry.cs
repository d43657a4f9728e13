namespace CalendarSync.Core.Doctor;

/// <summary>A line of the journal about what Google's side did to a row.</summary>
internal sealed record UndoEntry
{
    public Guid EventId { get; init; }

    public Guid CompanyId { get; init; }

    public string Decision { get; init; } = string.Empty;

    /// <summary>JSON.</summary>
    public string? Before { get; init; }

    /// <summary>JSON.</summary>
    public string? After { get; init; }
}
