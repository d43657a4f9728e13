using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>Whose is what: asked before anybody's rights are.</summary>
public sealed class CompanyDirectory
{
    private readonly Database database;

    internal CompanyDirectory(Database database) => this.database = database;

    /// <summary>The company of a connection.</summary>
    /// <param name="connectionId">As the caller gave it.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>Null where there is no such connection.</returns>
    public Task<Guid?> OfConnectionAsync(Guid connectionId, CancellationToken cancellationToken) =>
        FindAsync("SELECT company_id FROM google_calendar_connections WHERE id = @id", connectionId, cancellationToken);

    /// <summary>Whether anything is known of a company.</summary>
    /// <param name="companyId">As the caller gave it.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <returns>True where it is in <c>companies</c>, has users or has connections.</returns>
    public async Task<bool> ExistsAsync(Guid companyId, CancellationToken cancellationToken) =>
        await FindAsync(
            """
            SELECT @id WHERE EXISTS (SELECT FROM companies WHERE id = @id)
                          OR EXISTS (SELECT FROM company_users WHERE company_id = @id)
                          OR EXISTS (SELECT FROM google_calendar_connections WHERE company_id = @id)
            """,
            companyId,
            cancellationToken) is not null;

    private async Task<Guid?> FindAsync(string sql, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(sql, new { id }, cancellationToken: cancellationToken));
    }
}
