namespace CalendarSync.Core.Reconciliation;

/// <summary>Says who prevails, by policy and by time.</summary>
/// <param name="Policy">Setting <c>CONFLICT_POLICY</c>.</param>
/// <param name="GoogleClockOffset">Google's clock minus ours.</param>
internal sealed record Referee(ConflictPolicy Policy, TimeSpan GoogleClockOffset)
{
    /// <summary>Last write wins unless the policy says otherwise; a tie goes to Google.</summary>
    /// <param name="app">Our clock.</param>
    /// <param name="google">Google's clock. A deletion without a time never beats an edit: an edit that is kept can still be deleted.</param>
    public Winner Between(DateTimeOffset app, DateTimeOffset? google) => Policy switch
    {
        ConflictPolicy.Manual => Winner.Open,
        ConflictPolicy.GoogleWins => Winner.Google,
        ConflictPolicy.AppWins => Winner.App,
        _ => google is null || app > google - GoogleClockOffset ? Winner.App : Winner.Google,
    };
}
