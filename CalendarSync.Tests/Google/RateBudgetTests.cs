using CalendarSync.Core.Google;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Google;

public sealed class RateBudgetTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly GoogleAccount account = new(new Guid(1, 0, 0, new byte[8]));
    private readonly GoogleAccount other = new(new Guid(2, 0, 0, new byte[8]));

    [Fact]
    public void What_was_used_comes_back_after_a_minute_and_not_before()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(3, 100));
        budget.Take(account).ShouldBeNull();
        clock.Advance(TimeSpan.FromSeconds(30));
        budget.Take(account, 2).ShouldBeNull();

        var first = budget.Take(account);

        first.ShouldBe(clock.GetUtcNow().AddSeconds(31));
        budget.Take(account, 3).ShouldBe(clock.GetUtcNow().AddSeconds(61));
        clock.Advance(TimeSpan.FromSeconds(30));
        budget.Take(account).ShouldNotBeNull();
        clock.SetUtcNow(first!.Value);
        budget.Take(account).ShouldBeNull();
        budget.Take(account).ShouldNotBeNull();
    }

    [Fact]
    public void An_account_does_not_use_up_anothers_budget_but_the_projects_is_shared()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(3, 5));
        budget.Take(account, 3).ShouldBeNull();
        budget.Take(account).ShouldNotBeNull();
        budget.Take(other, 2).ShouldBeNull();
        budget.Take(other).ShouldNotBeNull();

        clock.Advance(TimeSpan.FromSeconds(61));

        budget.Take(other).ShouldBeNull();
    }

    [Fact]
    public void A_refused_call_uses_nothing()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(3, 3));
        budget.Take(account, 4).ShouldNotBeNull();
        budget.Take(account, 3).ShouldBeNull();
    }

    [Fact]
    public void No_minute_ever_holds_more_than_the_limit()
    {
        var random = new Random(7);
        var budget = new RateBudget(clock, new RateBudgetOptions(50, 1000));
        var granted = new List<DateTimeOffset>();
        for (var i = 0; i < 5000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 1500)));
            if (budget.Take(account) is null)
            {
                granted.Add(clock.GetUtcNow());
            }
        }

        granted.Max(from => granted.Count(at => at >= from && at < from.AddMinutes(1))).ShouldBe(50);
    }

    [Fact]
    public void A_clock_that_is_set_back_locks_nobody_out()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(1, 10));
        budget.Take(account).ShouldBeNull();

        clock.SetUtcNow(clock.GetUtcNow().AddHours(-5));

        budget.Take(account).ShouldBeNull();
    }

    [Fact]
    public void Thousands_of_accounts_are_not_kept_for_ever()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(1, 1_000_000));
        for (var i = 0; i < 5000; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            budget.Take(new GoogleAccount(new Guid(i, 0, 0, new byte[8]))).ShouldBeNull();
        }

        budget.KnownAccounts.ShouldBeLessThan(1100);
    }

    [Fact]
    public async Task Threads_together_get_exactly_the_limit()
    {
        var budget = new RateBudget(clock, new RateBudgetOptions(600, 10_000));

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 400).Count(_ => budget.Take(account) is null))));

        counts.Sum().ShouldBe(600);
    }
}
