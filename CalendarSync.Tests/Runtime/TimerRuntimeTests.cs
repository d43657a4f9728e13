using System.Globalization;
using System.Net;

using CalendarSync.Local.Runtime;

namespace CalendarSync.Tests.Runtime;

/// <summary>The clock starts at 09:00:00; the sample timer runs every seven minutes.</summary>
public sealed class TimerRuntimeTests
{
    [Fact]
    public async Task A_timer_runs_at_its_ticks_and_knows_its_schedule()
    {
        await using SampleApp app = await SampleApp.StartAsync(timers: true);

        await NextTickAsync(app);
        await NextTickAsync(app);

        app.State.Runs.Select(run => run.At.ToString("HH:mm:ss")).ShouldBe(["09:07:00", "09:14:00"]);
        app.State.Runs.Last().Timer.ScheduleStatus!.Next.ShouldBe(new DateTime(2026, 2, 16, 9, 21, 0, DateTimeKind.Utc));
        app.State.Runs.Last().Timer.ScheduleStatus!.Last.ShouldBe(new DateTime(2026, 2, 16, 9, 7, 0, DateTimeKind.Utc));
        app.State.Runs.ShouldAllBe(run => !run.Timer.IsPastDue);
    }

    [Fact]
    public async Task Ticks_that_pass_during_a_run_do_not_pile_up_and_the_run_is_alone()
    {
        await using SampleApp app = await SampleApp.StartAsync(timers: true);
        app.State.Gate = new TaskCompletionSource();
        await NextTickAsync(app);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        app.State.Gate.SetResult();
        await NextTickAsync(app);

        app.State.Runs.Select(run => run.At.ToString("HH:mm:ss")).ShouldBe(["09:07:00", "09:14:00"]);
        app.State.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_over_several_ticks_is_followed_by_one_run_only()
    {
        await using SampleApp timed = await SampleApp.StartAsync(true, ("SampleSchedule", "*/10 * * * * *"));
        timed.State.Gate = new TaskCompletionSource();
        await timed.Clock.ArmedForAsync(timed.Clock.GetUtcNow().AddSeconds(10));
        timed.Clock.Advance(TimeSpan.FromSeconds(10));
        await timed.State.BeginAsync();

        timed.Clock.Advance(TimeSpan.FromSeconds(45));
        timed.State.Gate.SetResult();
        await timed.Clock.ArmedForAsync(timed.Clock.GetUtcNow().AddSeconds(5));
        timed.Clock.Advance(TimeSpan.FromSeconds(5));
        await timed.State.BeginAsync();

        timed.State.Runs.Select(run => run.At.ToString("HH:mm:ss")).ShouldBe(["09:00:10", "09:01:00"]);
    }

    [Fact]
    public async Task A_failing_run_does_not_end_the_schedule_of_the_others()
    {
        await using SampleApp app = await SampleApp.StartAsync(timers: true);
        using HttpResponseMessage failed = await app.SendAsync(HttpMethod.Post, "/admin/functions/failing-tick", SampleApp.Key);

        failed.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        await NextTickAsync(app);
        app.State.Runs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Stopping_cancels_the_run_under_way_and_waits_for_it()
    {
        await using SampleApp app = await SampleApp.StartAsync(timers: true);
        app.State.Gate = new TaskCompletionSource();
        await NextTickAsync(app);

        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        app.State.Running.ShouldBe(0);
        app.Log.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task By_hand_a_timer_runs_now_and_the_answer_comes_when_it_has_ended()
    {
        await using SampleApp app = await SampleApp.StartAsync();
        app.State.Gate = new TaskCompletionSource();

        Task<HttpResponseMessage> call = app.SendAsync(HttpMethod.Post, "/admin/functions/tick", SampleApp.Key, new StringContent("{}"));
        await app.State.BeginAsync();
        call.IsCompleted.ShouldBeFalse();
        app.State.Gate.SetResult();

        using HttpResponseMessage response = await call;
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        app.State.Runs.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_calls_by_hand_run_one_after_the_other()
    {
        await using SampleApp app = await SampleApp.StartAsync();
        app.State.Gate = new TaskCompletionSource();
        Task<HttpResponseMessage> first = app.SendAsync(HttpMethod.Post, "/admin/functions/tick", SampleApp.Key);
        Task<HttpResponseMessage> second = app.SendAsync(HttpMethod.Post, "/admin/functions/TICK", SampleApp.Key);
        await app.State.BeginAsync();
        app.State.Gate.SetResult();

        (await Task.WhenAll(first, second)).ShouldAllBe(response => response.StatusCode == HttpStatusCode.Accepted);

        app.State.Runs.Count.ShouldBe(2);
        app.State.MostAtOnce.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_by_hand_that_fails_says_so_and_nothing_else()
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Post, "/admin/functions/failing-tick", SampleApp.Key);

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("secret");
        app.Log.Where(line => line.Contains("failing-tick", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("tick", null, 401)]
    [InlineData("tick", "wrong", 401)]
    [InlineData("nothing-of-this-name", "wrong", 401)]
    [InlineData("nothing-of-this-name", SampleApp.Key, 404)]
    [InlineData("echo", SampleApp.Key, 404)]
    [InlineData("tick?code=the-function-key", null, 401)]
    public async Task Only_the_key_runs_a_timer_by_hand(string path, string? key, int status)
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Post, "/admin/functions/" + path, key);

        ((int)response.StatusCode).ShouldBe(status);
        app.State.Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_the_key_setting_nobody_runs_a_timer_by_hand()
    {
        await using SampleApp app = await SampleApp.StartAsync(false, ("FUNCTIONS_KEY", null));

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Post, "/admin/functions/tick", "");

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("0 */5 * * * *", "2026-02-16T09:00:00Z", "2026-02-16T09:05:00Z")]
    [InlineData("0 0 2 * * *", "2026-02-16T02:00:00Z", "2026-02-17T02:00:00Z")]
    [InlineData("0 0 6 * * 1-5", "2026-02-13T07:00:00Z", "2026-02-16T06:00:00Z")]
    [InlineData("30 0 0 29 2 *", "2026-03-01T00:00:00Z", "2028-02-29T00:00:30Z")]
    public void Schedules_have_six_fields_in_utc(string expression, string now, string next) =>
        CronSchedule.TryParse(expression)!.Next(Utc(now)).ShouldBe(Utc(next));

    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("0 61 * * * *")]
    [InlineData("every minute")]
    [InlineData("")]
    public void Other_schedules_are_refused(string expression) => CronSchedule.TryParse(expression).ShouldBeNull();

    [Fact]
    public void A_day_that_never_comes_has_no_next_run() =>
        CronSchedule.TryParse("0 0 0 30 2 *")!.Next(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeNull();

    [Theory]
    [InlineData(null, "SampleSchedule is required: the schedule of tick.")]
    [InlineData("p4ssw0rd", "SampleSchedule must be six cron fields (second minute hour day month weekday): the schedule of tick.")]
    public async Task A_schedule_that_cannot_be_read_stops_the_start_and_is_not_echoed(string? value, string fault)
    {
        FunctionFaultsException exception = await Should.ThrowAsync<FunctionFaultsException>(() => SampleApp.StartAsync(false, ("SampleSchedule", value)));

        exception.Faults.ShouldBe([fault]);
        exception.Message.ShouldNotContain("p4ssw0rd");
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static async Task NextTickAsync(SampleApp app)
    {
        var interval = TimeSpan.FromMinutes(7);
        DateTimeOffset now = app.Clock.GetUtcNow();
        DateTimeOffset due = now + interval - TimeSpan.FromTicks(now.TimeOfDay.Ticks % TimeSpan.FromHours(1).Ticks % interval.Ticks);
        // The timer is asleep: only then does moving the clock mean anything to it.
        await app.Clock.ArmedForAsync(due);
        app.Clock.Advance(due - now);
        await app.State.BeginAsync();
    }
}
