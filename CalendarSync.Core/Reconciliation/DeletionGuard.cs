namespace CalendarSync.Core.Reconciliation;

/// <summary>A sudden empty side is a failure, not a deletion; a great loss is asked about first.</summary>
internal static class DeletionGuard
{
    private const int FreeDeletions = 10;
    private const double FreeShare = 0.25;

    /// <summary>Whether a sweep has to wait for a person.</summary>
    /// <param name="listed">Items that the whole listing showed.</param>
    /// <param name="unseen">Rows that would be deleted.</param>
    /// <param name="linked">Live rows of the calendar, those included.</param>
    public static bool Holds(long listed, long unseen, long linked) =>
        unseen > 0 && (listed == 0 || (unseen > FreeDeletions && unseen > linked * FreeShare));
}
