using System.Diagnostics.CodeAnalysis;

using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

namespace CalendarSync.Core.Conflicts;

/// <summary>A person's answer: one side for everything, or one for each field.</summary>
/// <param name="Name">For the record: <c>app</c>, <c>google</c> or <c>fields</c>.</param>
/// <param name="FromGoogle">The fields that take Google's value; the others keep the application's.</param>
internal sealed record ConflictChoice(string Name, EventField FromGoogle)
{
    public const string App = "app";
    public const string Google = "google";

    /// <summary>Reads an answer about these fields.</summary>
    /// <param name="choice">A side for all fields that <paramref name="fields"/> does not name; null where that names them all.</param>
    /// <param name="fields">A side for each field by its name; null for none.</param>
    /// <param name="disputed">What there is to choose; none where it is the whole event.</param>
    /// <param name="fault">What is wrong with the answer, for the caller.</param>
    public static ConflictChoice? Read(
        string? choice, IReadOnlyDictionary<string, string>? fields, EventField disputed, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        if (choice is not (null or App or Google) || fields?.Values.Any(side => side is not (App or Google)) == true)
        {
            fault = "A choice is app or google.";
        }
        else if (fields is null or { Count: 0 })
        {
            if (choice is not null)
            {
                return new ConflictChoice(choice, choice is Google ? EventField.All : EventField.None);
            }

            fault = "choice has to be app or google.";
        }
        else if (FieldNames.Of(disputed).ToHashSet(StringComparer.Ordinal) is var names && !fields.Keys.All(names.Contains))
        {
            fault = names.Count == 0 ? "This conflict is about the whole event: give a choice." : $"The fields of this conflict are {string.Join(", ", names)}.";
        }
        else if (choice is null && !names.All(fields.ContainsKey))
        {
            fault = "Each field of this conflict needs a choice, or choice says it for the others.";
        }
        else
        {
            var fromGoogle = FieldNames.Parse(names.Where(name => fields.GetValueOrDefault(name, choice ?? App) is Google));
            return new ConflictChoice("fields", fromGoogle);
        }

        return null;
    }
}
