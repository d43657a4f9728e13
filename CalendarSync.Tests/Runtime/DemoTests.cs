using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

using CalendarSync.Tests.Support;

using Dapper;

using Npgsql;

namespace CalendarSync.Tests.Runtime;

public sealed partial class DemoTests
{
    private const string Interrupt = "INT";
    private const string Kill = "KILL";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Kill)]
    public async Task However_the_demo_ends_its_database_goes_with_it(string signal)
    {
        using Process demo = LocalProgram.Start([], "demo");
        string folder = await DataFolderAsync(demo);
        Directory.Exists(folder).ShouldBeTrue();

        using var limit = new CancellationTokenSource(Limit);
        using Process kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {demo.Id}"]);
        await kill.WaitForExitAsync(limit.Token);
        await demo.WaitForExitAsync(limit.Token);
        if (signal == Interrupt)
        {
            demo.ExitCode.ShouldBe(0);
            Directory.Exists(folder).ShouldBeFalse("an orderly end waits for the server's");
        }

        // After a kill the watchdog needs a moment; there is nobody left to tell us when.
        while (Directory.Exists(folder))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    private static async Task<string> DataFolderAsync(Process demo)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await demo.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (PostgresPort().Match(line) is { Success: true } match)
            {
                int port = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
                await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
                return (await connection.ExecuteScalarAsync<string>("SHOW data_directory"))!;
            }
        }

        throw new InvalidOperationException("The demo ended before it had a database.");
    }

    [GeneratedRegex(@"PostgreSQL on port (\d+)")]
    private static partial Regex PostgresPort();
}
