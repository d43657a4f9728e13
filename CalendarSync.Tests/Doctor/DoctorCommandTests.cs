using CalendarSync.Local.Commands;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Sql;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Doctor;

/// <summary>The command as a script sees it: exit codes and lines.</summary>
public sealed class DoctorCommandTests
{
    private const string Failed = """
        INSERT INTO google_calendar_sync_queue (company_id, event_id, action, status, error_message)
        VALUES (md5('c')::uuid, md5('e')::uuid, 'create', 'failed', 'refused: timeRangeEmpty')
        """;

    [Fact]
    public async Task All_is_well_is_zero_and_a_problem_is_one()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        (await RunAsync(database, "doctor")).ShouldBe((0, "All is well.\n"));

        await database.ExecuteAsync(Failed);
        (int code, string output) = await RunAsync(database, "doctor");
        code.ShouldBe(1);
        output.ShouldBe(
            """
            change_failed: Changes that were given up: refused, or answered too often with something that looks permanent.
              event e1671797-c52e-15f7-6338-0b45e841ec32: create, refused: timeRangeEmpty
              > Mend the cause; then --retry EVENT (or all), an edit of the event, or --drop EVENT
            One problem.

            """);
    }

    [Fact]
    public async Task Failed_changes_are_retried_and_dropped_by_hand()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(Failed);
        string id = "e1671797-c52e-15f7-6338-0b45e841ec32";

        (await RunAsync(database, "doctor", "--retry", id)).ShouldBe((0, "One change: tried again with the processor's next run.\n"));
        (await RunAsync(database, "doctor", "--retry", "all")).ShouldBe((1, "No failed change.\n"));
        (int told, string story) = await RunAsync(database, "doctor", "--event", id);
        told.ShouldBe(1);
        story.ShouldContain("Its create waits: the company has no enabled calendar connection.");
        (await RunAsync(database, "doctor", "--drop", id)).ShouldBe((0, "One change: will not be sent.\n"));
        (await RunAsync(database, "doctor", "--drop", id)).ShouldBe((1, "No change of this event waits.\n"));
        (await RunAsync(database, "doctor", "--event", Guid.NewGuid().ToString())).Code.ShouldBe(1);
    }

    [Fact]
    public async Task Fix_mends_and_says_what_it_did()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(Failed);

        (int code, string output) = await RunAsync(database, "doctor", "--fix");

        code.ShouldBe(0, output);
        output.ShouldBe("Mended: 1 failed changes tried again.\nMended: both directions run: 0 created, 0 updated, 0 deleted, 0 errors.\nAll is well.\n");
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_two()
    {
        await using TestDatabase empty = await TestDatabase.CreateEmptyAsync();
        (int code, string output) = await RunAsync(empty, "doctor");
        code.ShouldBe(2, output);
        output.ShouldContain("run the command migrate");

        await using var writer = new StringWriter();
        (await CommandLine.RunAsync(["doctor"], writer, writer, () => Settings.With(("DATABASE_URL", "postgresql://u:hunter2@127.0.0.1:1/x")), CancellationToken.None)).ShouldBe(2);
        writer.ToString().ShouldNotContain("hunter2");
        (await CommandLine.RunAsync(["doctor"], writer, writer, () => Settings.With(("GOOGLE_CLIENT_ID", null)), CancellationToken.None)).ShouldBe(2);
    }

    private static async Task<(int Code, string Output)> RunAsync(TestDatabase database, params string[] words)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        int code = await CommandLine.RunAsync(words, output, output, () => Settings.With(("DATABASE_URL", database.ConnectionString)), CancellationToken.None);
        return (code, output.ToString());
    }
}
