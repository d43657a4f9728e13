namespace CalendarSync.Core.Conflicts;

/// <summary>Keeps open questions up to date with what the application has edited since. Google's edits do that with the pull that brings them.</summary>
internal sealed class OpenConflicts(ResolutionStore store, ConflictResolver resolver)
{
    public async Task RefreshAsync(Guid? companyId, CancellationToken cancellationToken)
    {
        foreach (var (conflictId, eventId) in await store.FindOpenAsync(companyId, cancellationToken))
        {
            await resolver.RefreshAsync(conflictId, eventId, cancellationToken);
        }
    }
}
