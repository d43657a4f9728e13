namespace CalendarSync.Core.Google;

/// <summary>Quota units that may be used in any minute. One call is one unit.</summary>
internal sealed record RateBudgetOptions(int PerAccount = 600, int PerProject = 10_000);
