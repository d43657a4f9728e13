using System.Reflection;

namespace CalendarSync.Local.Runtime;

/// <summary>A function that runs by the clock. <paramref name="Schedule"/> is as written: six fields, or <c>%Name%</c>.</summary>
internal sealed record TimerFunction(string Name, Type Type, MethodInfo Method, string Schedule, bool RunOnStartup)
    : FunctionDefinition(Name, Type, Method);
