using System.Buffers;
using System.Globalization;

namespace CalendarSync.Core.Google;

/// <summary>Google's palette of event colours. The wire has ids, the rows have <c>#rrggbb</c>.</summary>
internal static class EventColors
{
    // In the order of the ids 1 to 11, as the API reports them; the web page paints darker ones.
    private static readonly string[] Palette =
    [
        "#a4bdfc", "#7ae7bf", "#dbadff", "#ff887c", "#fbd75b", "#ffb878", "#46d6db", "#e1e1e1", "#5484ed", "#51b749", "#dc2127",
    ];

    // The palette has one lightness for each hue, so hue says more: black and every grey are Graphite, not a dull Blueberry or Lavender.
    private const double LightnessWeight = 0.18;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly (double L, double A, double B)[] PalettePoints = [.. Palette.Select(hex => OkLab(hex))];

    /// <summary>The colour of an id; null for none, and for ids that the palette does not have.</summary>
    public static string? HexOf(string? colorId) =>
        int.TryParse(colorId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id >= 1 && id <= Palette.Length ? Palette[id - 1] : null;

    /// <summary>The id whose colour looks most like the given one.</summary>
    /// <param name="hex"><c>#rrggbb</c>.</param>
    public static string NearestId(string hex)
    {
        var wanted = OkLab(hex);
        var nearest = 0;
        var least = double.MaxValue;
        for (var i = 0; i < PalettePoints.Length; i++)
        {
            var (l, a, b) = PalettePoints[i];
            var distance = Square(LightnessWeight * (l - wanted.L)) + Square(a - wanted.A) + Square(b - wanted.B);
            if (distance < least)
            {
                least = distance;
                nearest = i;
            }
        }

        return (nearest + 1).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Black can be read on it better than white.</summary>
    /// <param name="hex"><c>#rrggbb</c>.</param>
    public static bool IsLight(string hex) => OkLab(hex).L > 0.6;

    public static bool IsHex(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).IndexOfAnyExcept(HexDigits) < 0;

    private static double Square(double x) => x * x;

    // OKLab (Björn Ottosson, 2020): the distance between two of its points is close to what an eye sees; in plain RGB a dark
    // blue would be nearer to grey than to blue.
    private static (double L, double A, double B) OkLab(string hex)
    {
        var rgb = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var red = Linear((rgb >> 16) & 255);
        var green = Linear((rgb >> 8) & 255);
        var blue = Linear(rgb & 255);
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return (
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private static double Linear(int channel)
    {
        var c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }
}
