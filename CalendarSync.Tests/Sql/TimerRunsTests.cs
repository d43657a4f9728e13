using CalendarSync.Core;
using CalendarSync.Core.Storage;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Sql;

public sealed class TimerRunsTests(SharedDatabase shared) : IClassFixture<SharedDatabase>
{
    private const string Function = "google-calendar-webhook-renewal";
    private const string History = """
        SELECT concat_ws(' ', h.status, h.return_message, extract(epoch FROM h.end_time - h.start_time)::int, j.schedule)
          FROM cron.job_run_history h JOIN cron.job j USING (jobid) WHERE j.jobname = 'renew-google-calendar-webhooks' ORDER BY h.start_time
        """;

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Runs_are_seen_with_their_end_and_never_with_what_a_message_quotes()
    {
        var database = await shared.EmptyAsync();
        var runs = Runs(database);

        await runs.RunAsync(Function, "Schedule", _ => Pass(2), CancellationToken.None);
        await Should.ThrowAsync<InvalidOperationException>(() => runs.RunAsync(
            Function, "Schedule", async _ => { await Pass(3); throw new InvalidOperationException("Meeting with Ada"); }, CancellationToken.None));
        await Should.ThrowAsync<OperationCanceledException>(() => runs.RunAsync(
            Function, "Schedule", async _ => { await Pass(1); throw new OperationCanceledException(); }, CancellationToken.None));

        (await database.QueryAsync<string>(History)).ShouldBe(["succeeded 2 0 30 3 * * *", "failed InvalidOperationException 3 0 30 3 * * *", "failed stopped 1 0 30 3 * * *"]);
    }

    [Fact]
    public async Task A_run_whose_process_died_is_a_failure_an_hour_later_and_old_ones_are_forgotten()
    {
        var database = await shared.EmptyAsync();
        var runs = Runs(database);
        await new TimerRunStore(new Database(database.DataSource, _clock)).StartAsync(Function, null, CancellationToken.None);
        _clock.Advance(TimeSpan.FromHours(2));
        await runs.RunAsync(Function, "Schedule", _ => Pass(0), CancellationToken.None);

        (await database.QueryAsync<string>(History)).ShouldBe(["failed ended without an answer 7200 0 30 3 * * *", "succeeded 0 0 30 3 * * *"]);

        _clock.Advance(TimeSpan.FromDays(31));
        await runs.RunAsync(Function, "Schedule", _ => Pass(0), CancellationToken.None);
        (await database.QueryAsync<string>(History)).Count.ShouldBe(1);
    }

    private Task Pass(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }

    private TimerRuns Runs(TestDatabase database) => new(
        new TimerRunStore(new Database(database.DataSource, _clock)),
        new ConfigurationBuilder().AddInMemoryCollection([new("Schedule", "0 30 3 * * *")]).Build());
}
