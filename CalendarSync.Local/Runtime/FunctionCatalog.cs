using System.Reflection;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Local.Runtime;

/// <summary>The functions found by their attributes, which are the one source for names, routes, methods, levels and schedules.</summary>
internal sealed class FunctionCatalog
{
    private FunctionCatalog(IReadOnlyList<FunctionDefinition> functions)
    {
        Http = [.. functions.OfType<HttpFunction>()];
        Timers = [.. functions.OfType<TimerFunction>()];
    }

    public IReadOnlyList<HttpFunction> Http { get; }

    public IReadOnlyList<TimerFunction> Timers { get; }

    /// <summary>Reads the attributes of <paramref name="types"/>.</summary>
    /// <exception cref="FunctionFaultsException">Something is written that Azure, or this runtime, would not run.</exception>
    public static FunctionCatalog Discover(IEnumerable<Type> types)
    {
        var faults = new List<string>();
        var functions = new List<FunctionDefinition>();
        foreach (Type type in types.Where(type => type.IsClass && !type.IsAbstract))
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (method.GetCustomAttribute<FunctionAttribute>() is { } attribute)
                {
                    Add(functions, faults, attribute.Name, type, method);
                }
            }
        }

        faults.AddRange(functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {group.Count()} functions have this name."));
        return faults.Count == 0
            ? new FunctionCatalog([.. functions.OrderBy(function => function.Name, StringComparer.Ordinal)])
            : throw new FunctionFaultsException(faults);
    }

    private static void Add(List<FunctionDefinition> functions, List<string> faults, string name, Type type, MethodInfo method)
    {
        ParameterInfo[] parameters = method.GetParameters();
        HttpTriggerAttribute[] http = Triggers<HttpTriggerAttribute>(parameters);
        TimerTriggerAttribute[] timers = Triggers<TimerTriggerAttribute>(parameters);
        if (!type.IsPublic && !type.IsNestedPublic)
        {
            faults.Add($"{name}: {type.Name} is not public, and the worker finds public classes only.");
        }

        if (http.Length + timers.Length != 1)
        {
            faults.Add($"{name}: a function has one trigger, this one has {http.Length + timers.Length}.");
            return;
        }

        if (http.Length == 1)
        {
            string route = http[0].Route ?? name;
            faults.AddRange(HttpFaults(name, method, parameters, route));
            functions.Add(new HttpFunction(name, type, method, http[0].AuthLevel, [.. http[0].Methods.Select(verb => verb.ToUpperInvariant())], route));
        }
        else
        {
            faults.AddRange(parameters
                .Where(parameter => parameter.ParameterType != typeof(TimerInfo) && parameter.ParameterType != typeof(CancellationToken))
                .Select(parameter => $"{name}: parameter {parameter.Name} cannot be bound."));
            TimerTriggerAttribute timer = timers[0];
            functions.Add(new TimerFunction(name, type, method, timer.Schedule, timer.RunOnStartup));
        }
    }

    private static T[] Triggers<T>(IEnumerable<ParameterInfo> parameters)
        where T : Attribute =>
        [.. parameters.Select(parameter => parameter.GetCustomAttribute<T>()).OfType<T>()];

    private static IEnumerable<string> HttpFaults(string name, MethodInfo method, IEnumerable<ParameterInfo> parameters, string route)
    {
        foreach (ParameterInfo parameter in parameters)
        {
            bool routeValue = parameter.ParameterType == typeof(string) && HasRouteValue(route, parameter.Name!);
            if (!routeValue && parameter.ParameterType != typeof(HttpRequest) && parameter.ParameterType != typeof(CancellationToken))
            {
                yield return $"{name}: parameter {parameter.Name} cannot be bound. It may be the HttpRequest, a CancellationToken, or a string of the route.";
            }
        }

        Type result = FunctionInvoker.ResultType(method);
        if (!typeof(IActionResult).IsAssignableFrom(result) && !typeof(IResult).IsAssignableFrom(result))
        {
            yield return $"{name}: an HTTP function gives an IActionResult or an IResult, not {result.Name}.";
        }
    }

    private static bool HasRouteValue(string route, string name) =>
        Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse(route).GetParameter(name) is not null;
}
