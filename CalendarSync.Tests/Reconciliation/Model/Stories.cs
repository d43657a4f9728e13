using CalendarSync.Core.Reconciliation;
using FsCheck;
using FsCheck.Fluent;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>Random scenarios from one seed. A failing one is shrunk by leaving steps out.</summary>
internal static class Stories
{
    private const string SeedVariable = "RECONCILER_SEED";
    private const string CasesVariable = "RECONCILER_CASES";

    private static readonly StepKind[] InApp = [StepKind.AppEdits, StepKind.AppEdits, StepKind.AppEdits, StepKind.AppDeletes, StepKind.AppBringsBack];

    private static readonly StepKind[] InGoogle =
    [
        StepKind.GoogleEdits, StepKind.GoogleEdits, StepKind.GoogleEdits, StepKind.GoogleTouches, StepKind.GoogleDeletes,
        StepKind.GoogleDeletesSilently, StepKind.GoogleBringsBack, StepKind.GoogleForgets,
    ];

    private static readonly StepKind[] Engine =
        [StepKind.Pull, StepKind.Pull, StepKind.Push, StepKind.Push, StepKind.PushWhileAppEdits, StepKind.NewDefaults];

    // Two edits of one field are what matters most.
    private static readonly EventField[] Fields = [EventField.Title, EventField.Title, .. FieldValues.Fields];

    private static readonly StepKind[] Crashes = [StepKind.PushDiesBefore, StepKind.PushDiesAfter, StepKind.PushDiesAfter, StepKind.PushDiesAfter];

    public static Gen<Scenario> All { get; } = Of([.. InApp, .. InGoogle, .. Engine], Enum.GetValues<Start>());

    public static Gen<Scenario> WithCrashes { get; } =
        Of([.. InApp, .. InGoogle, .. Engine, .. Crashes], Enum.GetValues<Start>()).Select(s => s with { Foreseen = s.Google });

    public static Gen<Scenario> OnlyTheAppActs { get; } = Of([.. InApp, .. Engine, StepKind.GoogleTouches], [Start.OnlyInApp, Start.Agreed]);

    public static Gen<Scenario> OnlyGoogleActs { get; } = Of(
        [.. InGoogle, StepKind.Pull, StepKind.Push, StepKind.NewDefaults], [Start.OnlyInGoogle, Start.Agreed]);

    /// <summary>Checks that many scenarios, the same ones on every run; <c>RECONCILER_SEED</c> and <c>RECONCILER_CASES</c> say otherwise.</summary>
    public static void ShouldAll(this Gen<Scenario> scenarios, int cases, Action<Scenario> property)
    {
        var seed = Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } text ? ulong.Parse(text) : 20261123;
        cases = Environment.GetEnvironmentVariable(CasesVariable) is { Length: > 0 } count ? int.Parse(count) : cases;
        var config = Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(new Replay(new Rnd(seed), null));
        try
        {
            Check.One(config, Prop.ForAll(Arb.From(scenarios, Shorter), property));
        }
        catch (Exception e)
        {
            throw new ShouldAssertException($"Replay with {SeedVariable}={seed} {CasesVariable}={cases}.{Environment.NewLine}{e.Message}", e);
        }
    }

    private static Gen<Scenario> Of(StepKind[] kinds, Start[] starts) =>
        from start in Gen.Elements(starts)
        from google in Gen.Elements(
            new GoogleForm(false, false),
            GoogleForm.Foreseen,
            GoogleForm.Foreseen with { LongestTitle = 5 },
            new GoogleForm(true, false, DropsDescriptions: true),
            new GoogleForm(false, true, 5, true))
        from blind in Gen.Elements(false, true)
        from policy in Gen.Elements(Enum.GetValues<ConflictPolicy>())
        from choice in Gen.Elements(ConflictPolicy.AppWins, ConflictPolicy.GoogleWins)
        from offset in Gen.Elements(-600, 0, 600)
        from count in Gen.Choose(0, 12)
        from steps in Gen.ListOf(StepOf(kinds), count)
        select new Scenario(
            start,
            google,
            blind ? new GoogleForm(false, false) : google with { LongestTitle = int.MaxValue, DropsDescriptions = false },
            policy,
            choice,
            offset,
            [.. steps]);

    private static Gen<Step> StepOf(StepKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from field in Gen.Elements(Fields)
        from seconds in Gen.Elements(0, 1, 60)
        select new Step(kind, field, seconds);

    private static IEnumerable<Scenario> Shorter(Scenario scenario)
    {
        var count = scenario.Steps.Count;
        if (count > 3)
        {
            yield return scenario with { Steps = [.. scenario.Steps.Take(count / 2)] };
            yield return scenario with { Steps = [.. scenario.Steps.Skip(count / 2)] };
        }

        for (var left = 0; left < count; left++)
        {
            yield return scenario with { Steps = [.. scenario.Steps.Where((_, i) => i != left)] };
        }
    }
}
