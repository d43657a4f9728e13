namespace CalendarSync.Core.Storage;

/// <summary>A sweep that waits for a person's answer.</summary>
internal sealed record HeldSweep
{
    public Guid Id { get; init; }

    public string CalendarId { get; init; } = string.Empty;

    public string? TimeZone { get; init; }

    public string? DefaultReminders { get; init; }

    public Guid ListingId { get; init; }

    public DateTimeOffset ListedAt { get; init; }
}
