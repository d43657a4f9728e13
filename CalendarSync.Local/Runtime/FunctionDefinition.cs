using System.Reflection;

namespace CalendarSync.Local.Runtime;

/// <summary>A function as its attributes describe it.</summary>
internal abstract record FunctionDefinition(string Name, Type Type, MethodInfo Method);
