using System.Diagnostics.CodeAnalysis;

namespace CalendarSync.Core.Recurrence;

/// <summary>What was read, or what is wrong with the text. A rule that somebody wrote badly is no failure of ours.</summary>
internal sealed class Reading<T>
    where T : class
{
    private readonly T? _value;
    private readonly string? _fault;

    public Reading(T value) => _value = value;

    public Reading(string fault) => _fault = fault;

    /// <summary>In English, names the part at fault and never repeats the text.</summary>
    public string? Fault => _fault;

    public bool IsRead([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? fault)
    {
        value = _value;
        fault = _fault;
        return value is not null;
    }
}
