using CalendarSync.Core.Security;

namespace CalendarSync.Core.Conflicts;

/// <summary>What owners and admins do with their company's conflicts. Somebody else's are told like ones that do not exist.</summary>
public sealed class ConflictsAdmin
{
    private static readonly string[] Statuses = ["open", "recorded", "resolved"];

    private readonly CompanyAccess access;
    private readonly ResolutionStore store;
    private readonly ConflictResolver resolver;
    private readonly OpenConflicts open;

    internal ConflictsAdmin(CompanyAccess access, ResolutionStore store, ConflictResolver resolver, OpenConflicts open)
    {
        this.access = access;
        this.store = store;
        this.resolver = resolver;
        this.open = open;
    }

    /// <summary>The conflicts of a company, the oldest first, 500 at most.</summary>
    /// <param name="caller">An owner or admin of it.</param>
    /// <param name="companyId">Which company.</param>
    /// <param name="status"><c>open</c> (also where null), <c>recorded</c>, <c>resolved</c> or <c>all</c>.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The list, or 400, 401, 403, 404.</returns>
    public async Task<Answer<ConflictList>> ListAsync(Caller caller, Guid companyId, string? status, CancellationToken cancellationToken)
    {
        if (Refusal.Of(await access.CheckAsync(caller, companyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        if (status is not (null or "all") && !Statuses.Contains(status, StringComparer.Ordinal))
        {
            return new Refusal(400, "status has to be open, recorded, resolved or all.");
        }

        await open.RefreshAsync(companyId, cancellationToken);
        var rows = await store.ListAsync(companyId, status switch { null => "open", "all" => null, _ => status }, cancellationToken);
        return new ConflictList([.. rows.Select(ConflictView.Of)]);
    }

    /// <summary>Decides a conflict, once.</summary>
    /// <param name="caller">An owner or admin of the conflict's company.</param>
    /// <param name="conflictId">Which conflict.</param>
    /// <param name="choice"><c>app</c> or <c>google</c>; null where <paramref name="fields"/> says it for each field.</param>
    /// <param name="fields">A side for each field, by the names in the conflict's list; null for none.</param>
    /// <param name="seen">The <c>updated_at</c> of the question that was answered, UTC; null answers whatever is asked now.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>The conflict as it is then, or 400, 401, 403, 404, 409 where it is decided already or asks something else than was seen.</returns>
    public async Task<Answer<ConflictView>> ResolveAsync(
        Caller caller, Guid conflictId, string? choice, IReadOnlyDictionary<string, string>? fields, DateTimeOffset? seen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.UserId is not { } user)
        {
            return new Refusal(401);
        }

        if (await store.FindAsync(conflictId, cancellationToken) is not { } conflict)
        {
            return new Refusal(404);
        }

        if (Refusal.Of(await access.CheckAsync(caller, conflict.CompanyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        var outcome = await resolver.ResolveAsync(conflict, choice, fields, seen, user, cancellationToken);
        return outcome.Resolved is { } resolved ? ConflictView.Of(resolved) : new Refusal(outcome.Status, outcome.Detail);
    }
}
