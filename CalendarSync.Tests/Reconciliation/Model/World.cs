using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>
/// Both sides of one event, the base, and the smallest possible engine: it asks for a decision and does what it says. Google
/// speaks its own normal form and has its own clock; calls carry the version they expect.
/// </summary>
internal sealed class World
{
    private readonly Scenario scenario;
    private readonly Ledger ledger;
    private DateTimeOffset now = Sides.Noon;
    private ConflictPolicy policy;
    private GoogleForm foreseen;
    private int version;
    private int number;
    private (EventFields Sent, EventFields Words)? writeInDoubt;
    private bool deletionInDoubt;
    private Agreement? lastBase;

    public World(Scenario scenario)
    {
        this.scenario = scenario;
        (policy, foreseen, ledger) = (scenario.Policy, scenario.Foreseen, new Ledger(scenario.Google));
        var asGoogleSaysIt = scenario.Google.Of(foreseen.Of(FieldValues.Original));
        Row = scenario.Start == Start.OnlyInGoogle ? null : new AppState(FieldValues.Original, FieldValues.Original, now, false);
        Google = scenario.Start == Start.OnlyInApp ? null : new GoogleState(asGoogleSaysIt, NextEtag(), GoogleNow, false);
        LastInGoogle = asGoogleSaysIt;
        Agreed = scenario.Start == Start.Agreed ? Agreement.AfterWrite(FieldValues.Original, foreseen.Of(FieldValues.Original), Google!) : null;
        (AppOwes, GoogleOwes) = (Agreed is null && Row is not null, Agreed is null && Google is not null);
    }

    public AppState? Row { get; private set; }

    public GoogleState? Google { get; private set; }

    /// <summary>What Google's event says, or said before it was deleted.</summary>
    public EventFields LastInGoogle { get; private set; }

    public Agreement? Agreed { get; private set; }

    public List<ConflictFinding> Findings { get; } = [];

    public ConflictFinding? Open { get; private set; }

    public int RowWrites { get; private set; }

    public int GoogleWrites { get; private set; }

    public Ledger Ledger => ledger;

    /// <summary>Somebody did something in the application that Google has not been told since.</summary>
    private bool AppOwes { get; set; }

    private bool GoogleOwes { get; set; }

    private DateTimeOffset GoogleNow => now + scenario.Offset;

    public void Do(Step step)
    {
        now += TimeSpan.FromSeconds(step.Seconds);
        switch (step.Kind)
        {
            case StepKind.AppEdits when Row is { Deleted: false }:
                AppEdits(step.Field);
                break;
            case StepKind.AppDeletes when Row is { Deleted: false } row:
                ledger.Deleted(true, row.Fields);
                (Row, AppOwes) = (row with { Deleted = true, ChangedAt = now }, true);
                break;
            case StepKind.AppBringsBack when Row is { Deleted: true } row:
                ledger.BroughtBack(true, row.Fields);
                (Row, AppOwes) = (row with { Deleted = false, ChangedAt = now }, true);
                break;
            case StepKind.GoogleEdits when Google is { Deleted: false } live:
                GoogleEdits(live, step.Field);
                break;
            case StepKind.GoogleTouches when Google is { Deleted: false } live:
                Google = live with { Etag = NextEtag(), UpdatedAt = GoogleNow };
                break;
            case StepKind.GoogleDeletes or StepKind.GoogleDeletesSilently when Google is { Deleted: false } live:
                ledger.Deleted(false, live.Fields);
                Google = new GoogleState(new EventFields(), NextEtag(), step.Kind == StepKind.GoogleDeletes ? GoogleNow : null, true);
                GoogleOwes = true;
                break;
            case StepKind.GoogleBringsBack when Google is { Deleted: true }:
                ledger.BroughtBack(false, LastInGoogle);
                (Google, GoogleOwes) = (new GoogleState(LastInGoogle, NextEtag(), GoogleNow, false), true);
                break;
            case StepKind.GoogleForgets when Google is { Deleted: true }:
                Google = null;
                break;
            case StepKind.NewDefaults:
                foreseen = foreseen with { DefaultReminders = EventReminders.Of(false, [new Reminder("popup", 1000 + ++number)]) };
                break;
            case StepKind.Pull:
                Pull();
                break;
            case StepKind.Push or StepKind.PushDiesBefore or StepKind.PushDiesAfter or StepKind.PushWhileAppEdits:
                Push(step);
                break;
            default:
                break;
        }
    }

    public void Pull() => Save(Decide(Google), Google);

    public void Push() => Push(new Step(StepKind.Push, EventField.None, 0));

    /// <summary>A person settles the open conflict.</summary>
    public void Choose()
    {
        (policy, AppOwes, GoogleOwes) = (scenario.Choice, true, true);
        Pull();
        policy = scenario.Policy;
    }

    private void Push(Step step)
    {
        // Google is taken to be as it was; where the version says otherwise, or nothing is known, somebody has to look.
        var assumed = Agreed is null ? null : new GoogleState(Agreed.Google, Agreed.Etag, null, Agreed.Deleted);
        var known = writeInDoubt is null && (Agreed is null || Agreed.Etag is not null);
        var decision = Decide(known ? assumed : Google);
        if (known && decision.GoogleEffect == GoogleEffect.None)
        {
            decision.RowEffect.ShouldBe(RowEffect.None, "nothing happened in Google");
            return;
        }

        if (known && !string.Equals(assumed?.Etag, Google?.Etag, StringComparison.Ordinal))
        {
            decision = Decide(Google);
        }

        Save(decision, Google);
        if (decision.GoogleEffect == GoogleEffect.None)
        {
            return;
        }

        var sent = Row!.Fields;
        var expected = LastInGoogle.With(decision.GoogleChanges, foreseen.Of(sent));
        deletionInDoubt = decision.GoogleEffect == GoogleEffect.Delete;
        writeInDoubt = deletionInDoubt ? null : (expected, sent);
        if (step.Kind == StepKind.PushDiesBefore)
        {
            return;
        }

        Call(decision);
        if (step.Kind == StepKind.PushDiesAfter)
        {
            // Nobody knows that Google was told.
            AppOwes = true;
            return;
        }

        if (step.Kind == StepKind.PushWhileAppEdits && Row is { Deleted: false })
        {
            AppEdits(step.Field);
        }

        (deletionInDoubt, writeInDoubt) = (false, null);
        Agreed = decision.GoogleEffect == GoogleEffect.Delete
            ? Agreed!.AfterDelete()
            : Agreement.AfterWrite(sent, foreseen.Of(sent), Google!);
        ShouldBeNoEcho(step);
    }

    private void Call(Decision decision)
    {
        AppOwes.ShouldBeTrue("nothing was done in the application since Google was last written");
        (AppOwes, GoogleWrites) = (false, GoogleWrites + 1);
        if (decision.GoogleEffect == GoogleEffect.Delete)
        {
            Google = new GoogleState(new EventFields(), NextEtag(), GoogleNow, true);
            return;
        }

        LastInGoogle = scenario.Google.Of(LastInGoogle.With(decision.GoogleChanges, foreseen.Of(decision.Target!)));
        Google = new GoogleState(LastInGoogle, NextEtag(), GoogleNow, false);
    }

    private void ShouldBeNoEcho(Step step)
    {
        var echo = Decide(Google);
        echo.RowEffect.ShouldBe(RowEffect.None, "an echo");
        echo.Conflict.ShouldBeNull("an echo");
        if (step.Kind != StepKind.PushWhileAppEdits)
        {
            (echo.App, echo.Google, echo.GoogleEffect).ShouldBe((Change.Unchanged, Change.Unchanged, GoogleEffect.None), "an echo");
        }
    }

    private Decision Decide(GoogleState? google)
    {
        if (deletionInDoubt && google is null or { Deleted: true })
        {
            // We sent a deletion and Google's event is deleted: that is our own doing, not somebody else's.
            (Agreed, deletionInDoubt) = (Agreed!.AfterDelete(), false);
        }

        var app = Row is null ? null : Row with { Normal = foreseen.Of(Row.Fields) };
        var agreed = writeInDoubt is { } write
            ? Agreement.WithWriteInDoubt(Agreed, write.Sent, Row!.Fields == write.Words ? write.Words : null, google)
            : Agreed;
        lastBase = agreed;
        var decision = Reconciler.Decide(app, agreed, google, scenario.Offset, policy);
        decision.ShouldBe(Reconciler.Decide(app, agreed, google, scenario.Offset, policy), "the same question has one answer");
        Sane.Check(decision, app, google);
        return decision;
    }

    private void Save(Decision decision, GoogleState? google)
    {
        Open = decision.Conflict is { Winner: Winner.Open } open ? open : null;
        if (decision.Conflict is { } finding)
        {
            ShouldBeATrueConflict(finding);
            Findings.Add(finding);
        }

        if (decision.RowEffect != RowEffect.None)
        {
            GoogleOwes.ShouldBeTrue("nothing was done in Google since the row was last written");
            (GoogleOwes, RowWrites) = (false, RowWrites + 1);
            var words = decision.RowEffect == RowEffect.Delete ? Row!.Fields : (Row?.Fields ?? new EventFields()).With(decision.RowChanges, decision.Target!);
            Row = new AppState(words, words, Row?.ChangedAt ?? now, decision.RowEffect == RowEffect.Delete);
        }

        if (decision.Base is not null)
        {
            (Agreed, writeInDoubt) = (decision.Base, null);
            Reconciler.ChangeOf(google, Agreed).ShouldBe(Change.Unchanged, "the base holds what Google says now");
        }
    }

    private void ShouldBeATrueConflict(ConflictFinding finding)
    {
        // Where nothing was ever agreed nobody can know who edited.
        if (scenario.Start == Start.LinkedWithoutBase || lastBase is null || finding.App is null || finding.Google is null)
        {
            return;
        }

        foreach (var field in FieldValues.Fields.Where(f => finding.Fields.HasFlag(f) && !FieldValues.TwoValued.HasFlag(f)))
        {
            // Somebody in Google may have seen an edit that we do not know to have arrived.
            (scenario.Has(StepKind.PushDiesAfter) || ledger.HasUnseenEdit(true, finding.App, field))
                .ShouldBeTrue($"a false conflict: nobody edited {field} in the application");
            ledger.HasUnseenEdit(false, finding.Google, field).ShouldBeTrue($"a false conflict: nobody edited {field} in Google");
        }
    }

    private void AppEdits(EventField field)
    {
        var before = Row!.Fields;
        var after = FieldValues.Edit(before, field, ++number);
        if (after.DifferencesFrom(before) == EventField.None)
        {
            return;
        }

        ledger.Edited(true, field, before, after, foreseen.Of(after).DifferencesFrom(foreseen.Of(before)) == EventField.None);
        (Row, AppOwes) = (Row with { Fields = after, ChangedAt = now }, true);
    }

    private void GoogleEdits(GoogleState live, EventField field)
    {
        var after = scenario.Google.Of(FieldValues.Edit(live.Fields, field, ++number));
        if (after.DifferencesFrom(live.Fields) == EventField.None)
        {
            return;
        }

        ledger.Edited(false, field, live.Fields, after, false);
        (LastInGoogle, Google, GoogleOwes) = (after, new GoogleState(after, NextEtag(), GoogleNow, false), true);
    }

    private string NextEtag() => $"\"{++version}\"";
}
