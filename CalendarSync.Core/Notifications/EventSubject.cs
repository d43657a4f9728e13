using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Notifications;

/// <summary>The event that a message is about.</summary>
internal sealed record EventSubject
{
    public string? Title { get; init; }

    public string? Location { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public string? Role { get; init; }

    /// <summary>Google's page of the event.</summary>
    public string? Link { get; init; }

    public EventTimes? Times => (StartDate, EndDate, StartAt, EndAt) switch
    {
        ({ } start, { } end, _, _) => EventTimes.Days(start, end),
        (_, _, { } start, { } end) => EventTimes.Timed(start, end, null),
        _ => null,
    };
}
