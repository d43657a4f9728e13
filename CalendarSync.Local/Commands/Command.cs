namespace CalendarSync.Local.Commands;

/// <summary>One command: how it is written, what it does, and what does it. The result is the exit code.</summary>
internal sealed record Command(string Name, string Usage, string Does, Func<CommandContext, Task<int>> RunAsync);
