namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>A row as its application sees it, deleted ones too.</summary>
internal sealed record AppEvent
{
    public Guid Id { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public string Time { get; init; } = string.Empty;

    public bool Live { get; init; }

    public bool Recurs { get; init; }

    public string? Role { get; init; }

    public string? GoogleCalendarId { get; init; }

    public string? GoogleEventId { get; init; }

    public string? GoogleEtag { get; init; }

    /// <summary>Nothing of it waits, is under way or in doubt.</summary>
    public bool Settled { get; init; }

    public Shown Shown => new(Title, Description, Location, Time);
}
