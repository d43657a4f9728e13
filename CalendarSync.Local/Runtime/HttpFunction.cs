using System.Reflection;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Local.Runtime;

/// <summary>A function that answers requests. <paramref name="Methods"/> is in capitals; empty means every method.</summary>
internal sealed record HttpFunction(
    string Name, Type Type, MethodInfo Method, AuthorizationLevel Level, IReadOnlyList<string> Methods, string Route)
    : FunctionDefinition(Name, Type, Method);
