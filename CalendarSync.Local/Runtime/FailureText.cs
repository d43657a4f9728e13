using System.Data.Common;
using System.Text;

namespace CalendarSync.Local.Runtime;

/// <summary>
/// An exception for the log: types, SQL states and the stack. Never the messages, since those of drivers and parsers repeat
/// what they were given: titles, addresses, tokens.
/// </summary>
internal static class FailureText
{
    private const int DeepestInner = 8;

    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        Exception? current = exception;
        for (int depth = 0; current is not null && depth < DeepestInner; depth++, current = current.InnerException)
        {
            text.Append(depth == 0 ? "" : " <- ").Append(current.GetType().FullName);
            if (current is DbException { SqlState: { } state })
            {
                text.Append(" (SQL state ").Append(state).Append(')');
            }
        }

        return text.AppendLine().Append(exception.StackTrace).ToString();
    }
}
