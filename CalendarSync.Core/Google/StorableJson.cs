using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CalendarSync.Core.Google;

/// <summary>
/// Whether PostgreSQL takes some JSON as <c>jsonb</c>. It refuses what JSON allows: the character NUL, half a surrogate pair, and numbers of
/// more than 131,072 digits; and one such item would fail the whole page it came with.
/// </summary>
internal static class StorableJson
{
    /// <summary>Far more than any event has, far less than PostgreSQL's stack bears.</summary>
    public const int MaxDepth = 500;

    private const int LongestNumber = 1000;
    private const int LargestExponent = 10_000;

    public static bool IsStorable(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            var storable = true;
            while (storable && reader.Read())
            {
                storable = IsStorable(ref reader);
            }

            return storable;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The same for the token that the reader stands on; encoding and syntax are the caller's business.</summary>
    public static bool IsStorable(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => !reader.ValueIsEscaped || HasOnlyCharacters(reader.ValueSpan),
        JsonTokenType.Number => IsOfBearableSize(reader.ValueSpan),
        _ => true,
    };

    private static bool HasOnlyCharacters(ReadOnlySpan<byte> escaped)
    {
        while (escaped.IndexOf((byte)'\\') is var at and >= 0)
        {
            if (escaped[at + 1] != (byte)'u')
            {
                escaped = escaped[(at + 2)..];
                continue;
            }

            var unit = CodeUnit(escaped[at..]);
            escaped = escaped[(at + 6)..];
            if (unit == 0 || char.IsLowSurrogate((char)unit))
            {
                return false;
            }

            if (char.IsHighSurrogate((char)unit))
            {
                if (escaped.Length < 6 || escaped[0] != (byte)'\\' || escaped[1] != (byte)'u' || !char.IsLowSurrogate((char)CodeUnit(escaped)))
                {
                    return false;
                }

                escaped = escaped[6..];
            }
        }

        return true;
    }

    // The reader has checked that four hexadecimal digits follow.
    private static int CodeUnit(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out int unit, out _, 'x') ? unit : 0;

    private static bool IsOfBearableSize(ReadOnlySpan<byte> number)
    {
        if (number.Length > LongestNumber)
        {
            return false;
        }

        var exponent = number.IndexOfAny((byte)'e', (byte)'E');
        return exponent < 0
            || (Utf8Parser.TryParse(number[(exponent + 1)..].TrimStart((byte)'+'), out int power, out _) && Math.Abs(power) <= LargestExponent);
    }
}
