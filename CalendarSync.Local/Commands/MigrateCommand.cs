using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;
using CalendarSync.Local.Runtime;

namespace CalendarSync.Local.Commands;

/// <summary>Applies <c>sql/</c> to DATABASE_URL; the only setting it needs.</summary>
internal static class MigrateCommand
{
    private const string Setting = "DATABASE_URL";

    public static Command Command { get; } = new("migrate", "migrate", "Applies the scripts of sql/ to DATABASE_URL.", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        _ = new Arguments(words, [], []);
        string? url = LocalSettings.Load(Directory.GetCurrentDirectory())[Setting];
        if (string.IsNullOrWhiteSpace(url))
        {
            throw new CalendarSyncConfigurationException([$"{Setting} is required."]);
        }

        string connectionString = DatabaseUrl.TryToConnectionString(url)
            ?? throw new CalendarSyncConfigurationException([$"{Setting} must be a postgresql:// address with a host, or an Npgsql connection string."]);
        var options = new MigrationOptions { OnWarning = warning => Console.Error.WriteLine($"Warning: {warning}") };
        await Migrator.MigrateAsync(connectionString, options, cancellationToken);
        Console.WriteLine($"Applied {string.Join(", ", Migrator.Scripts)}");
        return ExitCode.Success;
    }
}
