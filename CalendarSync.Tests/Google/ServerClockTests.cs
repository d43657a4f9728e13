using CalendarSync.Core.Google;

namespace CalendarSync.Tests.Google;

public sealed class ServerClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 16, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(600_000, 600_000)]
    [InlineData(-600_000, -600_000)]
    [InlineData(7_300, 7_300)]
    public void Many_answers_give_the_difference_to_a_tenth_of_a_second(int skewMs, int expectedMs)
    {
        var clock = new ServerClock();
        var random = new Random(3);
        var now = Start;
        for (var i = 0; i < 30; i++)
        {
            now = now.AddMilliseconds(random.Next(10, 5000));
            Answer(clock, now, TimeSpan.FromMilliseconds(skewMs), TimeSpan.FromMilliseconds(random.Next(20, 80)));
        }

        clock.Offset.TotalMilliseconds.ShouldBe(expectedMs, 100);
    }

    [Fact]
    public void Clocks_that_may_agree_do_agree()
    {
        var clock = new ServerClock();

        Answer(clock, Start.AddMilliseconds(900), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(100));

        clock.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void One_answer_gives_the_middle_of_what_is_possible()
    {
        var clock = new ServerClock();

        clock.Observe(Start.AddMinutes(10), Start, Start.AddMilliseconds(200));

        clock.Offset.ShouldBe(TimeSpan.FromMinutes(10) + TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public void A_clock_that_was_set_is_followed_at_once()
    {
        var clock = new ServerClock();
        for (var i = 0; i < 20; i++)
        {
            Answer(clock, Start.AddSeconds(i), TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        }

        Answer(clock, Start.AddSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMilliseconds(50));

        clock.Offset.TotalSeconds.ShouldBe(300, 1);
    }

    [Fact]
    public void A_slow_answer_says_little_and_spoils_nothing()
    {
        var clock = new ServerClock();
        for (var i = 0; i < 10; i++)
        {
            Answer(clock, Start.AddMilliseconds(i * 370), TimeSpan.FromSeconds(42), TimeSpan.FromMilliseconds(50));
        }

        var before = clock.Offset;
        Answer(clock, Start.AddSeconds(60), TimeSpan.FromSeconds(42), TimeSpan.FromSeconds(30));

        clock.Offset.ShouldBe(before);
    }

    [Fact]
    public void Answers_without_a_date_and_jumps_during_the_call_are_ignored()
    {
        var clock = new ServerClock();
        clock.Observe(null, Start, Start);
        clock.Observe(Start.AddHours(1), Start, Start.AddSeconds(-1));
        clock.Offset.ShouldBe(TimeSpan.Zero);
    }

    private static void Answer(ServerClock clock, DateTimeOffset sent, TimeSpan skew, TimeSpan call)
    {
        var stamped = sent + (call / 2) + skew;
        clock.Observe(stamped.AddTicks(-(stamped.Ticks % TimeSpan.TicksPerSecond)), sent, sent + call);
    }
}
