using CalendarSync.Local.Commands;
using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Runtime;

public sealed class CommandTests
{
    [Theory]
    [InlineData(0, "Usage:", "help")]
    [InlineData(0, "serve [--urls U] [--no-timers]", "--help")]
    [InlineData(2, "There is no command launch.", "launch")]
    [InlineData(2, "There is no option --port.", "serve", "--port", "80")]
    [InlineData(2, "--urls needs a value.", "serve", "--urls")]
    [InlineData(2, "now is one word too many.", "migrate", "now")]
    [InlineData(2, "A word is missing.", "run")]
    [InlineData(2, "--event takes the id of an event.", "doctor", "--event", "x")]
    [InlineData(2, "DATABASE_URL is required", "doctor")]
    public async Task The_command_line_is_checked_before_anything_starts(int exitCode, string text, params string[] words)
    {
        (int code, string output) = await RunAsync(words);

        code.ShouldBe(exitCode, output);
        output.ShouldContain(text);
    }

    [Fact]
    public async Task All_faults_of_the_settings_are_listed_together_with_the_names_only()
    {
        (int code, string output) = await RunAsync(
            ["serve"], ("DATABASE_URL", "hunter2"), ("GOOGLE_API_URL", "http://hunter2.example.com"), ("SyncProcessorSchedule", "hunter2"), ("GOOGLE_CLIENT_ID", "x"));

        code.ShouldBe(2);
        foreach (string name in (string[])["DATABASE_URL", "GOOGLE_API_URL", "GOOGLE_CLIENT_SECRET", "GOOGLE_REDIRECT_URI", "TOKEN_ENCRYPTION_KEY", "AUTH_JWT_SECRET"])
        {
            output.ShouldContain("- " + name);
        }

        output.ShouldNotContain("- GOOGLE_CLIENT_ID");
        output.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Migrate_needs_the_database_only_and_can_run_again()
    {
        await using TestDatabase database = await TestDatabase.CreateEmptyAsync();

        (int first, string output) = await RunAsync(["migrate"], ("DATABASE_URL", database.ConnectionString));
        (int second, _) = await RunAsync(["migrate"], ("DATABASE_URL", database.ConnectionString));

        first.ShouldBe(0, output);
        second.ShouldBe(0);
        output.ShouldContain("sql/001_tables.sql");
    }

    [Theory]
    [InlineData(null, 2, "DATABASE_URL is required")]
    [InlineData("hunter2", 2, "DATABASE_URL must be")]
    [InlineData("postgresql://hunter2:hunter3@127.0.0.1:1/hunter4", 1, "cannot be reached")]
    public async Task Migrate_says_what_is_wrong_with_the_database(string? url, int exitCode, string text)
    {
        (int code, string output) = await RunAsync(["migrate"], ("DATABASE_URL", url));

        code.ShouldBe(exitCode, output);
        output.ShouldContain(text);
        output.ShouldNotContain("hunter");
    }

    [Fact]
    public void Local_settings_are_found_upwards_and_the_environment_wins()
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string deep = Directory.CreateDirectory(Path.Combine(root, "a", "b")).FullName;
            File.WriteAllText(Path.Combine(root, "local.settings.json"), """
                {
                  // as Core Tools allow
                  "IsEncrypted": false,
                  "Values": { "ONLY_IN_THE_FILE": "file", "PATH": "file", "NUMBER": 5, },
                }
                """);

            IConfiguration settings = LocalSettings.Load(deep);

            settings["ONLY_IN_THE_FILE"].ShouldBe("file");
            settings["NUMBER"].ShouldBe("5");
            settings["PATH"].ShouldBe(Environment.GetEnvironmentVariable("PATH"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("""{ "Values": """)]
    [InlineData("""[]""")]
    [InlineData("""{ "Values": "hunter2" }""")]
    [InlineData("""{ "Values": { "a": "hunter2", "A": "hunter2" } }""")]
    public void A_broken_settings_file_is_named_and_not_repeated(string text)
    {
        string root = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(root, "local.settings.json"), text);

            string message = Should.Throw<CalendarSync.Core.Configuration.CalendarSyncConfigurationException>(() => LocalSettings.Load(root)).Message;

            message.ShouldContain("local.settings.json");
            message.ShouldNotContain("hunter2");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] words, params (string Name, string? Value)[] settings)
    {
        using var output = new StringWriter();
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))).Build();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        int code = await CommandLine.RunAsync(words, output, output, () => configuration, limit.Token);
        return (code, output.ToString());
    }
}
