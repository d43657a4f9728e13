using System.Diagnostics.CodeAnalysis;

namespace CalendarSync.Core.Security;

/// <summary>What a request asked for, or why it does not get it.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public sealed class Answer<T>
    where T : class
{
    private readonly T? _value;
    private readonly Refusal? _refusal;

    private Answer(T? value, Refusal? refusal)
    {
        _value = value;
        _refusal = refusal;
    }

    /// <summary>An answer that gives.</summary>
    /// <param name="value">What was asked for.</param>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>An answer that refuses.</summary>
    /// <param name="refusal">Why.</param>
    public static implicit operator Answer<T>(Refusal refusal) => new(null, refusal);

    /// <summary>Exactly one of the two is set.</summary>
    /// <param name="value">What was asked for.</param>
    /// <param name="refusal">Why it is not given.</param>
    /// <returns>Whether it is given.</returns>
    public bool IsGiven([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = _value;
        refusal = _refusal;
        return _value is not null;
    }
}
