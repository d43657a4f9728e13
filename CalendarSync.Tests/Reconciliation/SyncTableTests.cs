using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>The published table and the decision say the same. What is expected comes from <c>docs/sync-table.md</c> alone.</summary>
public sealed class SyncTableTests
{
    public static TheoryData<string> CellsOfTheTable => [.. SyncTable.Rows.Select(r => r.Cell)];

    [Theory]
    [MemberData(nameof(CellsOfTheTable))]
    public void The_decision_does_what_the_row_says(string cell)
    {
        var row = SyncTable.Rows.Single(r => string.Equals(r.Cell, cell, StringComparison.Ordinal));
        var cases = CaseBuilder.Cases(row).ToList();

        cases.Count.ShouldBeGreaterThan(0);
        foreach (var given in cases)
        {
            var decision = given.Decide();
            try
            {
                ShouldBeAsPublished(row, given, decision);
            }
            catch (ShouldAssertException e)
            {
                throw new ShouldAssertException($"{given}\n{decision}", e);
            }
        }
    }

    [Fact]
    public void Every_row_has_a_name_of_its_own_and_the_two_tables_are_read() =>
        (SyncTable.Rows.Select(r => r.Cell).Distinct(StringComparer.Ordinal).Count(), SyncTable.Prevailing.Count).ShouldBe((SyncTable.Rows.Count, 8));

    [Fact]
    public void Every_cell_that_the_decision_can_reach_has_a_row_and_every_row_can_be_reached()
    {
        var published = SyncTable.Rows
            .SelectMany(r => r.Bases.SelectMany(b => r.Apps.SelectMany(a => r.Googles.Select(g =>
                new Cell(b, a, g, r.RowEffect, r.GoogleEffect, r.Conflict, r.Reason)))))
            .ToHashSet();

        var reached = Universe.Decisions().Select(d => Cell.Of(d.Agreed, d.Decision)).ToHashSet();

        reached.Except(published).ShouldBeEmpty("reached, but not in docs/sync-table.md");
        published.Except(reached).ShouldBeEmpty("in docs/sync-table.md, but never reached");
    }

    private static void ShouldBeAsPublished(SyncTableRow row, TableCase given, Decision decision)
    {
        (decision.App, decision.Google).ShouldBe((given.AppChange, given.GoogleChange));
        decision.Reason.ShouldBe(row.Reason);
        (decision.RowEffect, decision.GoogleEffect).ShouldBe((row.RowEffect, row.GoogleEffect));
        (decision.Conflict?.Winner).ShouldBe(row.Conflict);
        decision.RowChanges.ShouldBe(given.Roles.Of(row.RowFields));
        decision.GoogleChanges.ShouldBe(given.Roles.Of(row.GoogleFields));
        decision.Settles.ShouldBe(row.GoogleEffect == GoogleEffect.None && row.Conflict != Winner.Open);
        ShouldSayWhatBothShallSay(given, decision);
        ShouldLeaveTheBase(row.BaseAfter, given, decision);
        ShouldKeepBothSidesInTheConflict(given, decision);
    }

    private static void ShouldSayWhatBothShallSay(TableCase given, Decision decision)
    {
        if (decision.RowChanges is not (EventField.None or EventField.All) || decision.GoogleChanges is not (EventField.None or EventField.All))
        {
            decision.Target.ShouldBe(given.App!.Fields.With(decision.RowChanges, given.Google!.Fields));
        }
        else if (decision.GoogleChanges == EventField.All)
        {
            decision.Target.ShouldBe(given.App!.Fields);
        }
        else if (decision.RowChanges == EventField.All && given.Agreed is { } agreed)
        {
            var googleEdits = given.Google!.Fields.DifferencesFrom(agreed.Google);
            decision.Target.ShouldBe((agreed.App ?? agreed.Google).With(googleEdits, given.Google.Fields));
        }
    }

    private static void ShouldLeaveTheBase(string word, TableCase given, Decision decision)
    {
        if (word is "as before")
        {
            decision.Base.ShouldBeNull();
            return;
        }

        Reconciler.ChangeOf(given.Google, decision.Base).ShouldBe(Change.Unchanged);
        var app = Reconciler.ChangeOf(given.AppAfter(decision), decision.Base);
        if (word is "as now")
        {
            app.ShouldBe(Change.Unchanged);
        }
        else
        {
            app.ShouldBeOneOf(Change.Edited, Change.Deleted);
        }
    }

    private static void ShouldKeepBothSidesInTheConflict(TableCase given, Decision decision)
    {
        if (decision.Conflict is { } finding)
        {
            finding.App.ShouldBe(given.App is { Deleted: false } ? given.App.Fields : null);
            finding.Google.ShouldBe(given.Google is { Deleted: false } ? given.Google.Fields : null);
        }
    }
}
