using CalendarSync.Core.Security;

namespace CalendarSync.Core.Queue;

/// <summary>What owners and admins see of their company's queue, and the retry by hand. Somebody else's is told like what does not exist.</summary>
public sealed class QueueAdmin
{
    private static readonly string[] Statuses = ["pending", "processing", "failed"];

    private readonly CompanyAccess _access;
    private readonly QueueAdminStore _store;

    internal QueueAdmin(CompanyAccess access, QueueAdminStore store)
    {
        _access = access;
        _store = store;
    }

    /// <summary>What of a company is not in Google yet, and why.</summary>
    /// <param name="caller">An owner or admin of it.</param>
    /// <param name="companyId">Which company.</param>
    /// <param name="status"><c>pending</c>, <c>processing</c> or <c>failed</c>; null for all of them.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The list, or 400, 401, 403, 404.</returns>
    public async Task<Answer<QueueList>> ListAsync(Caller caller, Guid companyId, string? status, CancellationToken cancellationToken)
    {
        if (Refusal.Of(await _access.CheckAsync(caller, companyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        return status is null || Statuses.Contains(status, StringComparer.Ordinal)
            ? await _store.ListAsync(companyId, status, cancellationToken)
            : new Refusal(400, "status has to be pending, processing or failed.");
    }

    /// <summary>Makes a change due at once, with all its attempts before it; the next run of the processor takes it.</summary>
    /// <param name="caller">An owner or admin of the change's company.</param>
    /// <param name="id">Which change.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>The change as it is then, or 401, 403, 404, 409 where it is being sent or done.</returns>
    public async Task<Answer<QueueView>> RetryAsync(Caller caller, long id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.UserId is null)
        {
            return new Refusal(401);
        }

        if (await _store.FindAsync(id, cancellationToken) is not { } row)
        {
            return new Refusal(404);
        }

        if (Refusal.Of(await _access.CheckAsync(caller, row.CompanyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        return await _store.RetryAsync(id, cancellationToken) && await _store.FindAsync(id, cancellationToken) is { } retried
            ? retried.ToView()
            : new Refusal(409, "This change is being sent, or is in Google already.");
    }
}
