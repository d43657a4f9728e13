namespace CalendarSync.Tests.Scenarios;

/// <summary>A conflict as an operator sees it.</summary>
internal sealed record ConflictRow
{
    public Guid? EventId { get; init; }

    public string Kind { get; init; } = "";

    public string Status { get; init; } = "";

    public string? Winner { get; init; }

    public string[] Fields { get; init; } = [];

    public string? App { get; init; }

    public string? Google { get; init; }
}
