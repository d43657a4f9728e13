using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Security;

public sealed class CompanyAccessTests
{
    [Fact]
    public async Task Check12_rights_follow_the_role_in_that_company()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        Guid company = Guid.NewGuid(), otherCompany = Guid.NewGuid();
        var users = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using (NpgsqlConnection connection = await database.DataSource.OpenConnectionAsync())
        {
            foreach (string role in (string[])["owner", "admin", "member", "viewer", "Owner", "other"])
            {
                users[role] = Guid.NewGuid();
                await connection.ExecuteAsync(
                    "INSERT INTO company_users VALUES (@company, @user, @role)",
                    new { company = role is "other" ? otherCompany : company, user = users[role], role = role is "other" ? "owner" : role });
            }
        }

        var access = new CompanyAccess(new Database(database.DataSource, TimeProvider.System));
        async Task<string> RowAsync(Caller caller) => string.Join(
            ' ',
            await access.CheckAsync(caller, company, CompanyRight.Member, default),
            await access.CheckAsync(caller, company, CompanyRight.Manage, default),
            await access.CheckAsync(caller, company, CompanyRight.ManageOrKey, default));

        (await RowAsync(Caller.Anonymous)).ShouldBe("Unauthenticated Unauthenticated Unauthenticated");
        (await RowAsync(new Caller(null, HasFunctionKey: true))).ShouldBe("Unauthenticated Unauthenticated Granted");
        (await RowAsync(new Caller(users["owner"], false))).ShouldBe("Granted Granted Granted");
        (await RowAsync(new Caller(users["admin"], false))).ShouldBe("Granted Granted Granted");
        (await RowAsync(new Caller(users["member"], false))).ShouldBe("Granted Forbidden Forbidden");
        (await RowAsync(new Caller(users["viewer"], false))).ShouldBe("Granted Forbidden Forbidden");
        (await RowAsync(new Caller(users["Owner"], false))).ShouldBe("Granted Forbidden Forbidden");
        (await RowAsync(new Caller(users["other"], false))).ShouldBe("NotFound NotFound NotFound");
        (await RowAsync(new Caller(Guid.NewGuid(), false))).ShouldBe("NotFound NotFound NotFound");
    }
}
