namespace CalendarSync.Local.Commands;

/// <summary>What follows the command's name: options in any order, then what it is about.</summary>
internal sealed class Arguments
{
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Sorts the words of a command line.</summary>
    /// <exception cref="UsageException">An option is unknown or lacks its value, or there are too many or too few words.</exception>
    public Arguments(IReadOnlyList<string> words, IReadOnlyList<string> flags, IReadOnlyList<string> values, int operands = 0)
    {
        var rest = new List<string>();
        var ahead = new Queue<string>(words);
        while (ahead.TryDequeue(out string? word))
        {
            if (flags.Contains(word, StringComparer.Ordinal))
            {
                _flags.Add(word);
            }
            else if (values.Contains(word, StringComparer.Ordinal))
            {
                _values[word] = ahead.TryDequeue(out string? value) ? value : throw new UsageException($"{word} needs a value.");
            }
            else if (word.StartsWith('-'))
            {
                throw new UsageException($"There is no option {word}.");
            }
            else
            {
                rest.Add(word);
            }
        }

        Operands = rest.Count == operands ? rest : throw new UsageException(rest.Count > operands ? $"{rest[operands]} is one word too many." : "A word is missing.");
    }

    public IReadOnlyList<string> Operands { get; }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Value(string option) => _values.GetValueOrDefault(option);
}
