using System.Runtime.InteropServices;

using CalendarSync.Core.Configuration;
using CalendarSync.Core.Storage;
using CalendarSync.Local.Demo;
using CalendarSync.Local.Postgres;
using CalendarSync.Local.Runtime;

using Npgsql;

namespace CalendarSync.Local.Commands;

/// <summary>Finds the command, runs it until it ends or Ctrl+C, and turns failures into a message and an exit code.</summary>
internal static class CommandLine
{
    private static readonly IReadOnlyList<Command> Commands =
    [
        DemoCommand.Command,
        ServeCommand.Command,
        GoogleCommand.Command,
        MigrateCommand.Command,
        RunCommand.Command,
        DoctorCommand.Command,
    ];

    public static async Task<int> RunAsync(
        IReadOnlyList<string> words, TextWriter output, TextWriter errors, Func<IConfiguration> settings, CancellationToken cancellationToken)
    {
        if (words.Count == 0)
        {
            words = [DemoCommand.Command.Name];
        }

        if (words[0] is "--help" or "-h" or "help")
        {
            await output.WriteLineAsync(Help());
            return ExitCode.Success;
        }

        if (Commands.FirstOrDefault(command => string.Equals(command.Name, words[0], StringComparison.Ordinal)) is not { } found)
        {
            await errors.WriteLineAsync($"There is no command {words[0]}.{Environment.NewLine}{Help()}");
            return ExitCode.Fault;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration interrupt = StopOn(PosixSignal.SIGINT, stop);
        using PosixSignalRegistration terminate = StopOn(PosixSignal.SIGTERM, stop);
        using PosixSignalRegistration hangUp = StopOn(PosixSignal.SIGHUP, stop);
        try
        {
            return await found.RunAsync(new CommandContext([.. words.Skip(1)], output, errors, settings, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Success;
        }
        catch (UsageException exception)
        {
            await errors.WriteLineAsync($"{exception.Message}{Environment.NewLine}Usage: {found.Usage}");
            return ExitCode.Fault;
        }
        catch (Exception exception) when (exception is CalendarSyncConfigurationException or FunctionFaultsException)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCode.Fault;
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            await errors.WriteLineAsync(Explain(exception));
            return ExitCode.Failure;
        }
    }

    /// <summary>Waits for the end that the user asks for.</summary>
    public static async Task UntilStoppedAsync(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(stopped.SetResult))
        {
            await stopped.Task;
        }
    }

    private static PosixSignalRegistration StopOn(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            // The first signal asks for an orderly end; a second one is left to the system, which ends the process.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });

    /// <summary>What can be said about a failure that has its cause outside the program. Never what the settings hold.</summary>
    private static string? Explain(Exception exception) => exception switch
    {
        PostgresUnavailableException or MigrationException or DemoFailureException => exception.Message,
        PostgresException { SqlState: { } state } => $"The database refused it (SQL state {state}).",
        NpgsqlException => "The database of DATABASE_URL cannot be reached.",
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => "The address is in use already. --urls names another one.",
        _ => null,
    };

    private static string Help()
    {
        int width = Commands.Max(command => command.Usage.Length) + 2;
        return "Usage: dotnet run --project CalendarSync.Local -- COMMAND   (none: demo)" + Environment.NewLine + Environment.NewLine
            + string.Join(Environment.NewLine, Commands.Select(command => "  " + command.Usage.PadRight(width) + command.Does));
    }
}
