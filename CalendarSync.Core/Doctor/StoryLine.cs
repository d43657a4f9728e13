namespace CalendarSync.Core.Doctor;

/// <summary>A line of an event's story.</summary>
internal sealed record StoryLine
{
    /// <summary>UTC; null where it is about now.</summary>
    public DateTimeOffset? At { get; init; }

    public string Explanation { get; init; } = string.Empty;
}
