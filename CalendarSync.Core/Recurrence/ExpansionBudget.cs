namespace CalendarSync.Core.Recurrence;

/// <summary>
/// How much work an expansion may cost, so that a rule made to keep a machine busy ends like any other. A step is a day or a period that
/// is looked at, some tens of nanoseconds.
/// </summary>
/// <param name="steps">Steps before the expansion gives up.</param>
/// <param name="cancellationToken">Whoever asked went away; looked at every thousand steps.</param>
internal sealed class ExpansionBudget(int steps, CancellationToken cancellationToken)
{
    /// <summary>Enough for one series: a daily rule of two thousand years.</summary>
    public const int Ample = 1_000_000;

    public int Left { get; private set; } = steps;

    /// <returns>False when there is none left.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public bool Take()
    {
        if ((Left & 1023) == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return Left > 0 && Left-- > 0;
    }
}
