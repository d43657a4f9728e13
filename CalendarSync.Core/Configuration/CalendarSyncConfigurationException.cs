namespace CalendarSync.Core.Configuration;

/// <summary>The settings do not allow a start. Every fault is listed, by the setting's name and never with its value.</summary>
public sealed class CalendarSyncConfigurationException : Exception
{
    /// <summary>Collects what is wrong.</summary>
    /// <param name="faults">One sentence for each fault, beginning with the setting's name; at least one.</param>
    /// <param name="inner">What the fault was recognised by, where that is an exception.</param>
    public CalendarSyncConfigurationException(IReadOnlyList<string> faults, Exception? inner = null)
        : base("CalendarSync cannot start with these settings:" + string.Concat(faults.Select(fault => Environment.NewLine + "- " + fault)), inner)
    {
        Faults = faults;
    }

    /// <summary>One sentence for each fault, in the order of the settings table.</summary>
    public IReadOnlyList<string> Faults { get; }
}
