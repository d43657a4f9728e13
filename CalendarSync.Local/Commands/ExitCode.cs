namespace CalendarSync.Local.Commands;

/// <summary>What the commands exit with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>It was tried, and failed.</summary>
    public const int Failure = 1;

    /// <summary>It could not be tried: the command line or the settings are at fault.</summary>
    public const int Fault = 2;
}
