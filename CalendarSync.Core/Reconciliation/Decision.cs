namespace CalendarSync.Core.Reconciliation;

/// <summary>What to do about one event, and why.</summary>
internal sealed record Decision
{
    public required Change App { get; init; }

    public required Change Google { get; init; }

    /// <summary>Stable code of the cell of <c>docs/sync-table.md</c> that decided; goes to the journal.</summary>
    public required string Reason { get; init; }

    public RowEffect RowEffect { get; init; }

    public GoogleEffect GoogleEffect { get; init; }

    /// <summary>What both sides shall say; null where the event shall be deleted or nothing is known of it.</summary>
    public EventFields? Target { get; init; }

    /// <summary>The fields of the row that change.</summary>
    public EventField RowChanges { get; init; }

    /// <summary>The fields of Google's event that change.</summary>
    public EventField GoogleChanges { get; init; }

    /// <summary>
    /// The base as of now, with Google's present state in it and before <see cref="GoogleEffect"/>. Null leaves the stored one.
    /// </summary>
    public Agreement? Base { get; init; }

    public ConflictFinding? Conflict { get; init; }

    /// <summary>Nothing is left to send: the row's version is synced once <see cref="RowEffect"/> is done.</summary>
    public bool Settles => GoogleEffect == GoogleEffect.None && Conflict?.Winner != Winner.Open;
}
