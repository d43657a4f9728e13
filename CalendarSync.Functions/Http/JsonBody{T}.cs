using System.Diagnostics.CodeAnalysis;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>A body that was read, or the answer to give because it could not be.</summary>
internal sealed class JsonBody<T>
    where T : class
{
    private readonly T? _value;
    private readonly ProblemAnswer? _problem;

    private JsonBody(T? value, ProblemAnswer? problem)
    {
        _value = value;
        _problem = problem;
    }

    public static implicit operator JsonBody<T>(T value) => new(value, null);

    public static implicit operator JsonBody<T>(ProblemAnswer problem) => new(null, problem);

    public bool IsRead([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out IActionResult? problem)
    {
        value = _value;
        problem = _problem;
        return _value is not null;
    }
}
