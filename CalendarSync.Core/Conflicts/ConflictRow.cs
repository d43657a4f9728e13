namespace CalendarSync.Core.Conflicts;

/// <summary>A row of <c>google_calendar_conflicts</c>. Times are UTC, the JSON is as stored.</summary>
internal sealed record ConflictRow
{
    public const string Columns = """
        k.id, k.company_id, k.connection_id, k.event_id, k.kind, k.status, k.winner, k.fields, k.app::text AS app, k.google::text AS google,
        k.google_event::text AS google_event, k.choice, k.created_at, k.updated_at, k.resolved_at
        """;

    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid? ConnectionId { get; init; }

    public Guid? EventId { get; init; }

    /// <summary>Of the row as it is now; null for a sweep, an event without title, and where the row is gone.</summary>
    public string? Title { get; init; }

    public string Kind { get; init; } = string.Empty;

    public string Status { get; init; } = string.Empty;

    public string? Winner { get; init; }

    public string[] Fields { get; init; } = [];

    public string? App { get; init; }

    public string? Google { get; init; }

    public string? GoogleEvent { get; init; }

    public string? Choice { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }
}
