namespace CalendarSync.Core.Configuration;

/// <summary>Which of Google's events become rows, counted from today.</summary>
/// <param name="PastDays">Days back, zero or more.</param>
/// <param name="FutureDays">Days ahead, zero or more.</param>
internal sealed record SyncRange(int PastDays, int FutureDays);
