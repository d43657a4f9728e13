using System.Text.Json;

using CalendarSync.Core.Security;

namespace CalendarSync.Core.Connecting;

/// <summary>What owners and admins do with their company's connections. Somebody else's are told like ones that do not exist.</summary>
public sealed class ConnectionsAdmin
{
    private readonly CompanyAccess _access;
    private readonly ConnectionAdminStore _store;
    private readonly Disconnector _disconnector;

    internal ConnectionsAdmin(CompanyAccess access, ConnectionAdminStore store, Disconnector disconnector)
    {
        _access = access;
        _store = store;
        _disconnector = disconnector;
    }

    /// <summary>The connections of a company.</summary>
    /// <param name="caller">An owner or admin of it.</param>
    /// <param name="companyId">Which company.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The list, or 401, 403, 404.</returns>
    public async Task<Answer<ConnectionList>> ListAsync(Caller caller, Guid companyId, CancellationToken cancellationToken)
    {
        if (Refusal.Of(await _access.CheckAsync(caller, companyId, CompanyRight.Manage, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        IReadOnlyList<ConnectionRow> rows = await _store.ListAsync(companyId, cancellationToken);
        IReadOnlyDictionary<Guid, ConnectionActivity> activity = await _store.FindActivityAsync([.. rows.Select(row => row.Id)], cancellationToken);
        return new ConnectionList([.. rows.Select(row => row.ToView(activity[row.Id]))]);
    }

    /// <summary>Changes <c>enabled</c>, <c>sync_direction</c>, <c>role</c>, <c>color</c>, <c>default_reminders</c>.</summary>
    /// <param name="caller">An owner or admin of the connection's company.</param>
    /// <param name="connectionId">Which connection.</param>
    /// <param name="fields">The members of the request's body.</param>
    /// <param name="cancellationToken">Stops the change.</param>
    /// <returns>The connection as it is then, or 401, 403, 404, 400 naming every field at fault, 409.</returns>
    public async Task<Answer<ConnectionView>> ChangeAsync(
        Caller caller, Guid connectionId, IReadOnlyDictionary<string, JsonElement> fields, CancellationToken cancellationToken)
    {
        Answer<ConnectionRow> found = await FindAsync(caller, connectionId, cancellationToken);
        if (!found.IsGiven(out _, out Refusal? refusal))
        {
            return refusal;
        }

        if (ConnectionPatch.Read(fields, out IReadOnlyList<string> faults) is not { } patch)
        {
            return new Refusal(400, string.Join(' ', faults));
        }

        ConnectionRow? changed = await _store.ChangeAsync(connectionId, patch, cancellationToken);
        return changed is null
            ? new Refusal(409, "This calendar is disconnected. Connect the account again to switch it on.")
            : changed.ToView((await _store.FindActivityAsync([connectionId], cancellationToken))[connectionId]);
    }

    /// <summary>Disconnects a calendar; when this returns nothing more is written for it, here or at Google.</summary>
    /// <param name="caller">An owner or admin of the connection's company.</param>
    /// <param name="connectionId">Which connection.</param>
    /// <param name="cancellationToken">Stops the work; it can be repeated.</param>
    /// <returns>Null when done, or 401, 403, 404.</returns>
    public async Task<Refusal?> DisconnectAsync(Caller caller, Guid connectionId, CancellationToken cancellationToken)
    {
        Answer<ConnectionRow> found = await FindAsync(caller, connectionId, cancellationToken);
        if (!found.IsGiven(out ConnectionRow? calendar, out Refusal? refusal))
        {
            return refusal;
        }

        await _disconnector.DisconnectAsync(calendar, cancellationToken);
        return null;
    }

    private async Task<Answer<ConnectionRow>> FindAsync(Caller caller, Guid connectionId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (caller.UserId is null)
        {
            return new Refusal(401);
        }

        if (await _store.FindAsync(connectionId, cancellationToken) is not { } row)
        {
            return new Refusal(404);
        }

        return Refusal.Of(await _access.CheckAsync(caller, row.CompanyId, CompanyRight.Manage, cancellationToken)) is { } refusal ? refusal : row;
    }
}
