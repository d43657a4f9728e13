using CalendarSync.Local.Demo;
using CalendarSync.Local.Emulator;

namespace CalendarSync.Local.Commands;

/// <summary>Only the Google Calendar emulator, with one account in it.</summary>
internal static class GoogleCommand
{
    private const string DefaultUrl = "http://127.0.0.1:8085";

    public static Command Command { get; } = new("google", "google [--urls U]", "Runs the Google Calendar emulator alone.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var arguments = new Arguments(context.Words, [], ["--urls"]);
        using var emulator = new GoogleEmulator(new EmulatorOptions { AutomaticPush = true });
        emulator.AddAccount(DemoPeople.GoogleAccount, "Demo");
        await using EmulatorHost host = await EmulatorHost.StartAsync(emulator, arguments.Value("--urls") ?? DefaultUrl, context.Stop);
        await context.Output.WriteLineAsync($"Google Calendar emulator answers on {host.BaseAddress.ToString().TrimEnd('/')}");
        await context.Output.WriteLineAsync(
            $"""
            GOOGLE_AUTH_URL={host.AuthUrl}
            GOOGLE_TOKEN_URL={host.TokenUrl}
            GOOGLE_REVOKE_URL={host.RevokeUrl}
            GOOGLE_API_URL={host.ApiUrl}
            GOOGLE_CLIENT_ID={emulator.Options.ClientId}
            GOOGLE_CLIENT_SECRET={emulator.Options.ClientSecret}
            Account: {DemoPeople.GoogleAccount}
            """);
        await CommandLine.UntilStoppedAsync(context.Stop);
        return ExitCode.Success;
    }
}
