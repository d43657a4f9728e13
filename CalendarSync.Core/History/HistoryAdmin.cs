using CalendarSync.Core.Security;

namespace CalendarSync.Core.History;

/// <summary>What owners and admins are told of the decisions in their company. Somebody else's are told like ones that do not exist.</summary>
public sealed class HistoryAdmin
{
    private readonly CompanyAccess _access;
    private readonly HistoryStore _store;

    internal HistoryAdmin(CompanyAccess access, HistoryStore store)
    {
        _access = access;
        _store = store;
    }

    /// <summary>The newest decisions of a company, or of one of its events.</summary>
    /// <param name="caller">An owner or admin of it.</param>
    /// <param name="companyId">Which company.</param>
    /// <param name="eventId">Which event, by its row; null for all of them. One of another company has no history here.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The list, or 401, 403, 404.</returns>
    public async Task<Answer<HistoryList>> ListAsync(Caller caller, Guid companyId, Guid? eventId, CancellationToken cancellationToken)
    {
        if (Refusal.Of(await _access.CheckAsync(caller, companyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        IReadOnlyList<HistoryRow> rows = eventId is { } id
            ? await _store.OfEventAsync(companyId, id, cancellationToken)
            : await _store.OfCompanyAsync(companyId, cancellationToken);
        return new HistoryList([.. rows.Select(row => row.ToView())]);
    }
}
