namespace CalendarSync.Local.Runtime;

/// <summary>The functions or their settings cannot be run as they are; every fault is listed, no value is shown.</summary>
internal sealed class FunctionFaultsException(IReadOnlyList<string> faults)
    : Exception("CalendarSync cannot start:" + string.Concat(faults.Select(fault => Environment.NewLine + "- " + fault)))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
