using CalendarSync.Core.Storage;

using Dapper;

using Npgsql;

namespace CalendarSync.Core.Security;

/// <summary>Rights from <c>company_users</c>, looked up at each request: a right that was taken away is gone at once.</summary>
public sealed class CompanyAccess
{
    private readonly Database _database;

    internal CompanyAccess(Database database) => _database = database;

    /// <summary>May this caller do this in that company?</summary>
    /// <param name="caller">As <see cref="Callers"/> recognised it.</param>
    /// <param name="companyId">The company that the request is about.</param>
    /// <param name="right">What the route asks.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>The decision.</returns>
    public async Task<Access> CheckAsync(Caller caller, Guid companyId, CompanyRight right, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (right is CompanyRight.ManageOrKey && caller.HasFunctionKey)
        {
            return Access.Granted;
        }

        if (caller.UserId is not { } user)
        {
            return Access.Unauthenticated;
        }

        return await FindRoleAsync(companyId, user, cancellationToken) switch
        {
            null => Access.NotFound,
            "owner" or "admin" => Access.Granted,
            _ => right is CompanyRight.Member ? Access.Granted : Access.Forbidden,
        };
    }

    private async Task<string?> FindRoleAsync(Guid companyId, Guid userId, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await _database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "SELECT role FROM company_users WHERE company_id = @companyId AND user_id = @userId",
            new { companyId, userId },
            cancellationToken: cancellationToken));
    }
}
