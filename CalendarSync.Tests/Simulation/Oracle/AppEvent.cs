namespace CalendarSync.Tests.Simulation.Oracle;

/// <summary>A row as its application sees it, deleted ones too.</summary>
internal sealed record AppEvent
{
    public Guid Id { get; init; }

    /// <summary>What the stories call it; null where nothing tells.</summary>
    public string? Name { get; init; }

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public string Time { get; init; } = string.Empty;

    public DateTimeOffset? StartAt { get; init; }

    public DateOnly? StartDate { get; init; }

    public bool Live { get; init; }

    public string[]? Recurrence { get; init; }

    public Guid? SeriesId { get; init; }

    public string? RecurringEventId { get; init; }

    public DateTimeOffset? OriginalStartAt { get; init; }

    public DateOnly? OriginalStartDate { get; init; }

    public string? Role { get; init; }

    public string? GoogleCalendarId { get; init; }

    public string? GoogleEventId { get; init; }

    public string? GoogleEtag { get; init; }

    /// <summary>It says that Google has all of it.</summary>
    public bool Synced { get; init; }

    /// <summary>Nothing of it waits, is under way or in doubt.</summary>
    public bool Settled { get; init; }

    public Shown Shown => new(Title, Description, Location, Time);

    /// <summary>The slot that it stands for, where it is an occurrence.</summary>
    public Slot? Slot => OriginalStartAt is null && OriginalStartDate is null ? null : new Slot(OriginalStartAt, OriginalStartDate);

    /// <summary>What it repeats, where it is a series.</summary>
    public WeeklySeries? Series => Live ? WeeklySeries.Of(new Slot(StartAt, StartDate), Recurrence ?? []) : null;
}
