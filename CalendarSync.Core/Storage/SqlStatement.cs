namespace CalendarSync.Core.Storage;

/// <summary>One statement of a script, and the line on which it starts, counted from 1.</summary>
internal readonly record struct SqlStatement(int Line, string Text)
{
    /// <summary>The line of a character of the statement, counted from 1; 0 stands for the statement itself.</summary>
    public int LineAt(int character) => Line + Text.AsSpan(0, Math.Clamp(character - 1, 0, Text.Length)).Count('\n');
}
