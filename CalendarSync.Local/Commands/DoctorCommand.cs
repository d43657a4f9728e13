using System.Globalization;

using CalendarSync.Core.Doctor;
using CalendarSync.Local.Runtime;

using Npgsql;

namespace CalendarSync.Local.Commands;

/// <summary>Finds what is wrong and says what to do. Exits 0 when all is well, 1 when something needs a person, 2 when it could not look.</summary>
internal static class DoctorCommand
{
    public static Command Command { get; } = new(
        "doctor", "doctor [--fix] [--event ID] [--retry ID|all] [--drop ID] [--undo run:ID|event:ID|since:TIME [--yes]]",
        "Finds what is wrong and says what to do; --fix mends what is safe; --event tells the story of one event.", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var arguments = new Arguments(context.Words, ["--fix", "--yes"], ["--event", "--retry", "--drop", "--undo"]);
        Guid? told = Id(arguments.Value("--event"), "--event");
        Guid? dropped = Id(arguments.Value("--drop"), "--drop");
        UndoScope? undone = arguments.Value("--undo") is { } text
            ? UndoScope.Parse(text) ?? throw new UsageException("--undo takes run:ID, event:ID or since:TIME.")
            : null;
        bool retriesAll = string.Equals(arguments.Value("--retry"), "all", StringComparison.OrdinalIgnoreCase);
        Guid? retried = retriesAll ? null : Id(arguments.Value("--retry"), "--retry");
        try
        {
            using IHost host = FunctionsApp.CreateWithoutHttp(new FunctionsAppOptions { Settings = context.Settings(), Timers = false, LogLevel = LogLevel.Error });
            await host.StartAsync(context.Stop);
            Examiner examiner = host.Services.GetRequiredService<Examiner>();
            int code = (told, dropped, retriesAll || retried is not null) switch
            {
                _ when undone is not null => await UndoAsync(host.Services.GetRequiredService<Undo>(), undone, arguments.Has("--yes"), context),
                ({ } id, _, _) => await TellAsync(examiner, id, context),
                (_, { } id, _) => await SayAsync(context, await examiner.DropAsync(id, context.Stop), "will not be sent", "No change of this event waits."),
                (_, _, true) => await SayAsync(context, await examiner.RetryAsync(retried, context.Stop), "tried again with the processor's next run", "No failed change."),
                _ => await ExamineAsync(examiner, arguments.Has("--fix"), context),
            };
            await host.StopAsync(CancellationToken.None);
            return code;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction)
        {
            await context.Errors.WriteLineAsync("The database is not migrated, or by an older version: run the command migrate.");
            return ExitCode.Fault;
        }
        catch (NpgsqlException)
        {
            await context.Errors.WriteLineAsync("The database of DATABASE_URL cannot be reached, or may not be read.");
            return ExitCode.Fault;
        }
    }

    private static async Task<int> ExamineAsync(Examiner examiner, bool fix, CommandContext context)
    {
        IReadOnlyList<Finding> findings = await examiner.ExamineAsync(context.Stop);
        if (fix && findings.Any(finding => finding.Mends != Mend.None))
        {
            foreach (string line in await examiner.MendAsync(findings, context.Stop))
            {
                await context.Output.WriteLineAsync($"Mended: {line}.");
            }

            findings = await examiner.ExamineAsync(context.Stop);
        }

        foreach (Finding finding in findings)
        {
            await context.Output.WriteLineAsync($"{finding.Problem}: {finding.Explanation}");
            foreach (string detail in finding.Details.Take(Examiner.MostDetails))
            {
                await context.Output.WriteLineAsync($"  {detail}");
            }

            if (finding.Details.Count > Examiner.MostDetails)
            {
                await context.Output.WriteLineAsync($"  and {finding.Details.Count - Examiner.MostDetails} more");
            }

            await context.Output.WriteLineAsync($"  > {finding.Remedy}");
        }

        await context.Output.WriteLineAsync(findings.Count switch { 0 => "All is well.", 1 => "One problem.", _ => $"{findings.Count} problems." });
        return findings.Count == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> TellAsync(Examiner examiner, Guid eventId, CommandContext context)
    {
        IReadOnlyList<StoryLine> story = await examiner.TellAsync(eventId, context.Stop);
        foreach (StoryLine line in story)
        {
            string at = line.At?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";
            await context.Output.WriteLineAsync($"{at,-20}  {line.Explanation}");
        }

        return story.Any(line => line.Explanation is "Both sides are in step." or "The event is deleted on both sides.") ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> UndoAsync(Undo undo, UndoScope scope, bool carryOut, CommandContext context)
    {
        IReadOnlyList<string> lines = await undo.RunAsync(scope, carryOut, context.Stop);
        foreach (string line in lines)
        {
            await context.Output.WriteLineAsync(line);
        }

        await context.Output.WriteLineAsync(
            lines.Count == 0 ? "There is nothing to undo." : carryOut ? "Done; the processor brings it to Google." : "Nothing was done yet. The same with --yes carries it out.");
        return lines.Count == 0 ? ExitCode.Failure : ExitCode.Success;
    }

    private static async Task<int> SayAsync(CommandContext context, int count, string done, string nothing)
    {
        await context.Output.WriteLineAsync(count switch { 0 => nothing, 1 => $"One change: {done}.", _ => $"{count} changes: {done}." });
        return count == 0 ? ExitCode.Failure : ExitCode.Success;
    }

    private static Guid? Id(string? text, string option) =>
        text is null ? null : Guid.TryParse(text, out Guid id) ? id : throw new UsageException($"{option} takes the id of an event.");
}
