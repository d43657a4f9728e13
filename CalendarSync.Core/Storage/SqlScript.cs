namespace CalendarSync.Core.Storage;

/// <summary>Takes a script apart, so that an error can name its line. Knows quotes, dollar quotes and comments; nothing of psql.</summary>
internal static class SqlScript
{
    public static IReadOnlyList<SqlStatement> Split(string script)
    {
        var statements = new List<SqlStatement>();
        var position = SkipBlank(script, 0);
        while (position < script.Length)
        {
            var end = EndOfStatement(script, position);
            statements.Add(new SqlStatement(1 + script.AsSpan(0, position).Count('\n'), script[position..end]));
            position = SkipBlank(script, Math.Min(end + 1, script.Length));
        }

        return statements;
    }

    private static int EndOfStatement(string script, int position)
    {
        while (position < script.Length && script[position] != ';')
        {
            position = Next(script, position);
        }

        return position;
    }

    /// <summary>The position after the character, or after the quoted text or comment, that stands at <paramref name="position"/>.</summary>
    private static int Next(string script, int position)
    {
        var rest = script.AsSpan(position);
        return rest[0] switch
        {
            '\'' => AfterQuote(script, position, escapes: position > 0 && script[position - 1] is 'E' or 'e'),
            '"' => After(script, position + 1, "\""),
            '$' when DollarTag(rest) is { } tag => After(script, position + tag.Length, tag),
            '-' when rest.StartsWith("--", StringComparison.Ordinal) => After(script, position, "\n"),
            '/' when rest.StartsWith("/*", StringComparison.Ordinal) => After(script, position + 2, "*/"),
            _ => position + 1,
        };
    }

    private static int SkipBlank(string script, int position)
    {
        while (position < script.Length)
        {
            var rest = script.AsSpan(position);
            if (char.IsWhiteSpace(rest[0]) || rest[0] == ';')
            {
                position++;
            }
            else if (rest.StartsWith("--", StringComparison.Ordinal) || rest.StartsWith("/*", StringComparison.Ordinal))
            {
                position = Next(script, position);
            }
            else
            {
                break;
            }
        }

        return position;
    }

    private static int AfterQuote(string script, int position, bool escapes)
    {
        // A doubled quote reads as two texts that touch each other, which ends at the same place.
        position++;
        while (position < script.Length && script[position] != '\'')
        {
            position += escapes && script[position] == '\\' ? 2 : 1;
        }

        return Math.Min(position + 1, script.Length);
    }

    private static string? DollarTag(ReadOnlySpan<char> rest)
    {
        var length = 1;
        while (length < rest.Length && (char.IsAsciiLetterOrDigit(rest[length]) || rest[length] == '_'))
        {
            length++;
        }

        // $1 is a parameter, $1$ would be no tag either.
        return length < rest.Length && rest[length] == '$' && !(length > 1 && char.IsAsciiDigit(rest[1])) ? rest[..(length + 1)].ToString() : null;
    }

    private static int After(string script, int from, string terminator)
    {
        var found = script.IndexOf(terminator, from, StringComparison.Ordinal);
        return found < 0 ? script.Length : found + terminator.Length;
    }
}
