using System.Globalization;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The colours of section 1.6.</summary>
internal static class Palette
{
    public static readonly IReadOnlyDictionary<string, string> Event = Number(
        "a4bdfc 7ae7bf dbadff ff887c fbd75b ffb878 46d6db e1e1e1 5484ed 51b749 dc2127");

    public static readonly IReadOnlyDictionary<string, string> Calendar = Number(
        "ac725e d06b64 f83a22 fa573c ff7537 ffad46 42d692 16a765 7bd148 b3dc6c fbe983 fad165 92e1c0 9fe1e7 9fc6e7 4986e7 9a9cff b99aff c2c2c2 cabdbf cca6ac f691b2 cd74e6 a47ae2");

    public static bool IsHex(string color) => color is ['#', ..] and { Length: 7 } && color.Skip(1).All(char.IsAsciiHexDigit);

    /// <summary>The calendar colour closest to another one. How Google measures that is not documented.</summary>
    public static string NearestCalendar(string color) => Calendar.MinBy(c => Distance(c.Value, color)).Key;

    private static int Distance(string one, string other) => Enumerable.Range(0, 3).Sum(i => Square(Part(one, i) - Part(other, i)));

    private static int Part(string color, int index) => int.Parse(color.AsSpan(1 + (2 * index), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static int Square(int x) => x * x;

    private static Dictionary<string, string> Number(string colours) =>
        colours.Split(' ').Index().ToDictionary(static c => $"{c.Index + 1}", static c => "#" + c.Item, StringComparer.Ordinal);
}
