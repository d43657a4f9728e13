using CalendarSync.Core.Reconciliation;
using CalendarSync.Tests.Reconciliation.Model;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>
/// The promises that the decision can keep or break by itself, over random stories on a model of both sides. The model also checks
/// every decision on the way: no echo, no write that nobody caused, no false conflict, no absurd combination.
/// </summary>
public sealed class ReconcilerPropertyTests
{
    [Fact]
    public void Both_sides_become_equal_and_then_nothing_more_is_written() =>
        Stories.All.ShouldAll(2000, scenario => ShouldEndWell(scenario, Ending.Play(scenario)));

    [Fact]
    public void Neither_a_death_before_a_call_nor_one_after_it_loses_anything() =>
        Stories.WithCrashes.ShouldAll(4000, scenario => ShouldEndWell(scenario, Ending.Play(scenario)));

    [Fact]
    public void Both_orders_of_arrival_give_the_same_end() => Stories.All.ShouldAll(1500, scenario =>
    {
        var pullFirst = Ending.Settle(Ending.Play(scenario));
        var pushFirst = Ending.Settle(Ending.Play(scenario), pushFirst: true);

        (pushFirst.App, pushFirst.Google).ShouldBe((pullFirst.App, pullFirst.Google));
        pushFirst.Findings.Distinct().ShouldBe(pullFirst.Findings.Distinct());
    });

    [Fact]
    public void How_much_the_clocks_differ_changes_nothing_once_it_is_known() => Stories.All.ShouldAll(1000, scenario =>
    {
        var ending = Ending.Settle(Ending.Play(scenario));
        var withEqualClocks = Ending.Settle(Ending.Play(scenario with { OffsetSeconds = 0 }));

        (ending.App, ending.Google).ShouldBe((withEqualClocks.App, withEqualClocks.Google));
        ending.Findings.ShouldBe(withEqualClocks.Findings);
    });

    [Fact]
    public void A_row_that_only_the_application_edits_is_never_written() => Stories.OnlyTheAppActs.ShouldAll(1000, scenario =>
    {
        var world = Ending.Play(scenario);
        Ending.Settle(world).Findings.ShouldBeEmpty();
        world.RowWrites.ShouldBe(0);
    });

    [Fact]
    public void An_event_that_only_Google_edits_is_never_written_in_Google() => Stories.OnlyGoogleActs.ShouldAll(1000, scenario =>
    {
        var world = Ending.Play(scenario);
        Ending.Settle(world).Findings.ShouldBeEmpty();
        world.GoogleWrites.ShouldBe(0);
    });

    [Theory]
    [InlineData(-1, "app")]
    [InlineData(0, "Google")]
    [InlineData(1, "Google")]
    public void The_last_write_wins_by_one_clock_and_a_tie_goes_to_Google(int googleIsLaterBySeconds, string winner)
    {
        foreach (var (app, google) in new[]
        {
            (StepKind.AppEdits, StepKind.GoogleEdits), (StepKind.AppDeletes, StepKind.GoogleEdits), (StepKind.AppEdits, StepKind.GoogleDeletes),
        })
        {
            foreach (var offset in new[] { -600, 0, 600 })
            {
                Step inApp = new(app, EventField.Title, 10), inGoogle = new(google, EventField.Title, 10);
                IReadOnlyList<Step> steps = googleIsLaterBySeconds < 0
                    ? [inGoogle, inApp with { Seconds = -googleIsLaterBySeconds }]
                    : [inApp, inGoogle with { Seconds = googleIsLaterBySeconds }];
                var scenario = new Scenario(
                    Start.Agreed, GoogleForm.Foreseen, GoogleForm.Foreseen, ConflictPolicy.LastWriteWins, ConflictPolicy.AppWins, offset, steps);

                var world = Ending.Play(scenario);
                var appBefore = world.Row is { Deleted: false } row ? row.Fields : null;
                var googleBefore = world.Google is { Deleted: false } live ? live.Fields : null;
                var ending = Ending.Settle(world);

                ending.Findings.Single().Winner.ShouldBe(winner is "app" ? Winner.App : Winner.Google);
                ending.Google?.Title.ShouldBe(winner is "app" ? appBefore?.Title : googleBefore?.Title);
                (ending.Google is null).ShouldBe((winner is "app" ? appBefore : googleBefore) is null);
            }
        }
    }

    [Fact]
    public void Every_decision_over_all_small_states_makes_sense_and_is_done_once()
    {
        foreach (var (app, agreed, google, decision) in Universe.Decisions())
        {
            Sane.Check(decision, app, google);
            if (decision.Base is not { } after || decision.GoogleEffect != GoogleEffect.None)
            {
                continue;
            }

            var again = Reconciler.Decide(RowAfter(app, decision), after, google, TimeSpan.Zero, ConflictPolicy.Manual);
            if (again is not { RowEffect: RowEffect.None, GoogleEffect: GoogleEffect.None, Conflict: null })
            {
                throw new ShouldAssertException($"{app}\n{agreed}\n{google}\n{decision}\nand then\n{again}");
            }
        }
    }

    private static AppState? RowAfter(AppState? app, Decision decision) => decision switch
    {
        { RowEffect: RowEffect.None } => app,
        { RowEffect: RowEffect.Delete } => app! with { Deleted = true },
        _ when app is null => new AppState(decision.Target!, decision.Target!, Sides.Noon, false),
        _ => new AppState(
            app.Fields.With(decision.RowChanges, decision.Target!), app.Normal.With(decision.RowChanges, decision.Target!), Sides.Noon, false),
    };

    private static void ShouldEndWell(Scenario scenario, World world)
    {
        var ending = Ending.Settle(world);

        (ending.App is null).ShouldBe(ending.Google is null);
        if (ending.App is { } row && ending.Google is { } google)
        {
            var left = row.Reminders is null ? EventField.Reminders : EventField.None;
            (scenario.Google.Of(row).DifferencesFrom(google) & ~left).ShouldBe(EventField.None, "the sides differ");
        }

        world.Ledger.Lost(ending.App, ending.Google, ending.Findings).ShouldBeEmpty();
        var untouched = EventField.All & ~world.Ledger.Touched;
        if (scenario.Start == Start.LinkedWithoutBase
            && (scenario.Foreseen != scenario.Google || scenario.Has(StepKind.AppDeletes, StepKind.NewDefaults)))
        {
            // Without a base nobody knows who said what, or in which words; the conflict has both.
            return;
        }

        var crashed = scenario.Has(StepKind.PushDiesBefore, StepKind.PushDiesAfter);
        if (scenario.Start != Start.OnlyInGoogle && !crashed)
        {
            var changed = world.Row!.Fields.DifferencesFrom(FieldValues.Original);
            (changed & untouched).ShouldBe(EventField.None, "the row changed where nobody had edited");
        }

        if (scenario.Has(StepKind.NewDefaults))
        {
            untouched &= ~EventField.Reminders;
        }

        if (scenario.Start != Start.OnlyInGoogle)
        {
            // A write in doubt keeps what was said, not always in which words.
            var meant = scenario.Google.Of(world.Row!.Fields).DifferencesFrom(scenario.Google.Of(FieldValues.Original));
            (meant & untouched).ShouldBe(EventField.None, "the row changed where nobody had edited");
        }

        var asGoogleSaysIt = scenario.Google.Of(scenario.Foreseen.Of(FieldValues.Original));
        (world.LastInGoogle.DifferencesFrom(asGoogleSaysIt) & untouched).ShouldBe(EventField.None, "Google's event changed where nobody had edited");
    }
}
