namespace CalendarSync.Tests.Recurrence;

/// <summary>A test against an expander of others: skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute(string oracle) => Skip = Oracle.Named(oracle).Missing;
}
