namespace CalendarSync.Core.Recurrence;

/// <summary>The sentences of RFC 5545, 3.3.10 that say which parts must not meet.</summary>
internal static class RuleConsistency
{
    public static string? FaultOf(RecurrenceRule rule)
    {
        bool hasOrdinals = rule.Days.Any(d => d.Ordinal != 0);
        return rule switch
        {
            // "The UNTIL or COUNT rule parts are OPTIONAL, but they MUST NOT occur in the same 'recur'."
            { Count: not null, Until: not null } => "COUNT and UNTIL exclude each other",
            // "This rule part MUST NOT be used when the FREQ rule part is set to anything other than YEARLY."
            { Weeks.Count: > 0, Frequency: not Frequency.Yearly } => "BYWEEKNO needs FREQ=YEARLY",
            // "The BYYEARDAY rule part MUST NOT be specified when the FREQ rule part is set to DAILY, WEEKLY, or MONTHLY."
            { YearDays.Count: > 0, Frequency: Frequency.Daily or Frequency.Weekly or Frequency.Monthly } => "BYYEARDAY does not go with this FREQ",
            // "The BYMONTHDAY rule part MUST NOT be specified when the FREQ rule part is set to WEEKLY."
            { MonthDays.Count: > 0, Frequency: Frequency.Weekly } => "BYMONTHDAY does not go with FREQ=WEEKLY",
            // "The BYDAY rule part MUST NOT be specified with a numeric value when the FREQ rule part is not set to MONTHLY or YEARLY."
            _ when hasOrdinals && rule.Frequency is not (Frequency.Monthly or Frequency.Yearly) => "BYDAY with a number needs FREQ=MONTHLY or YEARLY",
            // "... MUST NOT be specified with a numeric value with the FREQ rule part set to YEARLY when the BYWEEKNO rule part is specified."
            _ when hasOrdinals && rule.Weeks.Count > 0 => "BYDAY with a number does not go with BYWEEKNO",
            // "It MUST only be used in conjunction with another BYxxx rule part."
            { Positions.Count: > 0, Seconds.Count: 0, Minutes.Count: 0, Hours.Count: 0, Days.Count: 0, MonthDays.Count: 0, YearDays.Count: 0, Weeks.Count: 0, Months.Count: 0 } =>
                "BYSETPOS needs another BY part",
            _ => null,
        };
    }
}
