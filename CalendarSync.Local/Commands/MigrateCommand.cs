using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;

namespace CalendarSync.Local.Commands;

/// <summary>Applies <c>sql/</c> to DATABASE_URL; the only setting it needs.</summary>
internal static class MigrateCommand
{
    private const string Setting = "DATABASE_URL";

    public static Command Command { get; } = new("migrate", "migrate", "Applies the scripts of sql/ to DATABASE_URL.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        _ = new Arguments(context.Words, [], []);
        string? url = context.Settings()[Setting];
        if (string.IsNullOrWhiteSpace(url))
        {
            throw new CalendarSyncConfigurationException([$"{Setting} is required."]);
        }

        string connectionString = DatabaseUrl.TryToConnectionString(url)
            ?? throw new CalendarSyncConfigurationException([$"{Setting} must be a postgresql:// address with a host, or an Npgsql connection string."]);
        var options = new MigrationOptions { OnWarning = warning => context.Errors.WriteLine($"Warning: {warning}") };
        await Migrator.MigrateAsync(connectionString, options, context.Stop);
        await context.Output.WriteLineAsync($"Applied {string.Join(", ", Migrator.Scripts)}");
        return ExitCode.Success;
    }
}
