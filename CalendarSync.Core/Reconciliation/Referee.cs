namespace CalendarSync.Core.Reconciliation;

/// <summary>Says who prevails, by policy and by time.</summary>
/// <param name="Policy">Setting <c>CONFLICT_POLICY</c>.</param>
/// <param name="GoogleClockOffset">Google's clock minus ours.</param>
internal sealed record Referee(ConflictPolicy Policy, TimeSpan GoogleClockOffset)
{
    /// <summary>Last write wins unless the policy says otherwise.</summary>
    /// <param name="app">Our clock; null where nobody knows when.</param>
    /// <param name="google">Google's clock; null where nobody knows when.</param>
    public Winner Between(DateTimeOffset? app, DateTimeOffset? google) => Policy switch
    {
        ConflictPolicy.Manual => Winner.Open,
        ConflictPolicy.GoogleWins => Winner.Google,
        ConflictPolicy.AppWins => Winner.App,
        _ => Later(app, google),
    };

    /// <summary>
    /// An edit in the application against a deletion in Google. A deletion of unknown time never beats an edit: what is kept can
    /// still be deleted.
    /// </summary>
    public Winner BetweenEditAndDeletion(DateTimeOffset app, DateTimeOffset? google) => Between(app, google ?? DateTimeOffset.MinValue);

    /// <summary>Whether Google deleted the event after the application last wrote it, whatever the policy.</summary>
    public bool DeletedSince(DateTimeOffset app, DateTimeOffset? google) => google is not null && Later(app, google) == Winner.Google;

    // A tie, and what cannot be compared, goes to Google.
    private Winner Later(DateTimeOffset? app, DateTimeOffset? google) => app + GoogleClockOffset > google ? Winner.App : Winner.Google;
}
