namespace CalendarSync.Core.Doctor;

/// <summary>What a row knows of its event in Google.</summary>
internal sealed record LinkedRow
{
    public Guid Id { get; init; }

    public string GoogleEventId { get; init; } = string.Empty;

    public string? GoogleEtag { get; init; }

    /// <summary>As far as the row knows.</summary>
    public bool Lives { get; init; }

    public bool IsSeries { get; init; }

    public DateTimeOffset? Starts { get; init; }

    public DateTimeOffset? Ends { get; init; }

    /// <summary>Something of it is under way or to be decided: a difference is no drift.</summary>
    public bool IsBusy { get; init; }
}
