namespace CalendarSync.Local.Runtime;

/// <summary>What the runtime itself says; ids 9000 to 9099.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(9000, LogLevel.Error, "Function {Function} failed: {Failure}")]
    public static partial void FunctionFailed(ILogger logger, string function, string failure);

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} was cancelled: it ran longer than the time limit of host.json")]
    public static partial void FunctionTimedOut(ILogger logger, string function);
}
