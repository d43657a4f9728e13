using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation.Model;

/// <summary>One thing that happens.</summary>
/// <param name="Kind">What.</param>
/// <param name="Field">The field that is edited.</param>
/// <param name="Seconds">Since the step before; none makes a tie.</param>
internal sealed record Step(StepKind Kind, EventField Field, int Seconds)
{
    public override string ToString() =>
        Kind is StepKind.AppEdits or StepKind.GoogleEdits or StepKind.PushWhileAppEdits ? $"+{Seconds} s {Kind} {Field}" : $"+{Seconds} s {Kind}";
}
