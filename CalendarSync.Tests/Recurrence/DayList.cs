using System.Globalization;

using NodaTime;

namespace CalendarSync.Tests.Recurrence;

/// <summary>Days as RFC 5545 prints them: <c>1997 Sep 2-11,14 Oct 1 1998 Jan 3</c>; <c>...</c> at the end where they go on.</summary>
internal sealed record DayList(IReadOnlyList<LocalDate> Days, bool GoesOn)
{
    private static readonly string[] Months = CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames;

    public static DayList Parse(string text)
    {
        var days = new List<LocalDate>();
        int year = 0;
        int month = 0;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words.Where(static w => w is not "..."))
        {
            if (word.Length == 4 && word.All(char.IsAsciiDigit))
            {
                year = Number(word);
            }
            else if (char.IsAsciiLetter(word[0]))
            {
                month = Array.IndexOf(Months, word) + 1;
            }
            else
            {
                days.AddRange(word.Split(',').SelectMany(Range).Select(d => new LocalDate(year, month, d)));
            }
        }

        return new DayList(days, words[^1] is "...");
    }

    private static IEnumerable<int> Range(string text) => text.Split('-') is [var first, var last]
        ? Enumerable.Range(Number(first), Number(last) - Number(first) + 1)
        : [Number(text)];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
