using System.Diagnostics;

using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Npgsql;

namespace CalendarSync.Tests.Sql;

public sealed class SchemaTests
{
    private const string Golden = "CalendarSync.Tests/Sql/Golden/schema.txt";
    private const string Overwrite = "CALENDAR_SYNC_OVERWRITE_GOLDEN";

    [Fact]
    public async Task The_schema_is_the_one_that_was_reviewed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var schema = await SchemaDump.ReadAsync(database);
        if (string.Equals(Environment.GetEnvironmentVariable(Overwrite), "1", StringComparison.Ordinal))
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, Golden), schema);
        }

        schema.ShouldBe(Repository.ReadText(Golden), $"The schema changed. If it should, run this test with {Overwrite}=1 and review the difference.");
    }

    [Fact]
    public async Task A_second_migration_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await SchemaDump.ReadAsync(database);

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        (await SchemaDump.ReadAsync(database)).ShouldBe(first);
    }

    [Fact]
    public async Task A_database_from_before_gains_the_columns_that_came_since()
    {
        await using var database = await TestDatabase.CreateAsync();
        var now = await SchemaDump.ReadAsync(database);
        await database.ExecuteAsync(
            """
            ALTER TABLE google_calendar_connections
                DROP COLUMN color_sent, DROP COLUMN color_next_at, DROP COLUMN color_error, DROP COLUMN google_color, DROP COLUMN google_color_at, DROP COLUMN file_said;
            ALTER TABLE google_calendar_grants DROP COLUMN consents;
            ALTER TABLE google_calendar_sync_queue DROP COLUMN google_agreed
            """);
        string.Equals(await SchemaDump.ReadAsync(database), now, StringComparison.Ordinal).ShouldBeFalse();

        await Migrator.MigrateAsync(database.ConnectionString, CancellationToken.None);

        (await SchemaDump.ReadAsync(database)).ShouldBe(now);
    }

    [Fact]
    public async Task Psql_applies_the_scripts_as_the_migrator_does()
    {
        if (!await PsqlAsync("--version"))
        {
            Environment.GetEnvironmentVariable("CI").ShouldBeNull("psql is missing");
            return;
        }

        await using var byMigrator = await TestDatabase.CreateAsync();
        await using var byPsql = await TestDatabase.CreateEmptyAsync();
        var settings = new NpgsqlConnectionStringBuilder(byPsql.ConnectionString);
        for (var round = 0; round < 2; round++)
        {
            string[] files = [.. Repository.Files("sql", "*.sql").SelectMany(file => (string[])["-f", Path.Combine(Repository.Root, file)])];
            (await PsqlAsync(
                ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, "-d", settings.Database!, .. files]))
                .ShouldBeTrue();
        }

        (await SchemaDump.ReadAsync(byPsql)).ShouldBe(await SchemaDump.ReadAsync(byMigrator));
    }

    private static async Task<bool> PsqlAsync(params string[] arguments)
    {
        try
        {
            using var psql = Process.Start(new ProcessStartInfo("psql", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await psql.StandardError.ReadToEndAsync();
            await psql.WaitForExitAsync();
            said.ShouldBeEmpty();
            return psql.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
