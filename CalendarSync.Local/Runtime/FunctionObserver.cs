namespace CalendarSync.Local.Runtime;

/// <summary>Told of every call of a function when it has ended.</summary>
internal sealed class FunctionObserver(Action<FunctionRun>? ended)
{
    public void Ended(FunctionRun run) => ended?.Invoke(run);
}
