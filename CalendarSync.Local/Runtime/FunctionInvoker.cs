using System.Reflection;
using System.Runtime.ExceptionServices;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Local.Runtime;

/// <summary>Makes the function's class in a scope of its own, gives the method its arguments and waits for the result.</summary>
internal sealed class FunctionInvoker(IServiceScopeFactory scopes)
{
    /// <summary>What a function's task gives, or <c>void</c>.</summary>
    public static Type ResultType(MethodInfo method)
    {
        Type type = method.ReturnType;
        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return typeof(void);
        }

        bool isTask = type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>));
        return isTask ? type.GetGenericArguments()[0] : type;
    }

    public async Task RunTimerAsync(TimerFunction function, TimerInfo timer, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        await InvokeAsync(function, scope.ServiceProvider, parameter => parameter.ParameterType == typeof(TimerInfo) ? timer : cancellationToken);
    }

    /// <summary>Runs an HTTP function with the request's own scope, so that what it registered for disposal lives as long as the answer.</summary>
    public static Task<object?> RunHttpAsync(HttpFunction function, HttpContext context, CancellationToken cancellationToken) =>
        InvokeAsync(function, context.RequestServices, parameter =>
            parameter.ParameterType == typeof(HttpRequest) ? context.Request
            : parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
            : context.Request.RouteValues[parameter.Name!] as string);

    private static async Task<object?> InvokeAsync(FunctionDefinition function, IServiceProvider services, Func<ParameterInfo, object?> argument)
    {
        object? target = function.Method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, function.Type);
        try
        {
            object? result = Call(function.Method, target, [.. function.Method.GetParameters().Select(argument)]);
            return await ResultOfAsync(result);
        }
        finally
        {
            switch (target)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private static object? Call(MethodInfo method, object? target, object?[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException);
            throw;
        }
    }

    private static async Task<object?> ResultOfAsync(object? result)
    {
        if (result is ValueTask plain)
        {
            await plain;
            return null;
        }

        if (result is not null && result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            result = type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(result, null);
        }

        if (result is not Task task)
        {
            return result;
        }

        await task;
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }
}
