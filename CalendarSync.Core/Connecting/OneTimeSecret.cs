using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CalendarSync.Core.Connecting;

/// <summary>A random value that goes to a browser; the database keeps only its hash.</summary>
internal static class OneTimeSecret
{
    // 256 bits; as text 43 characters.
    private const int Bytes = 32;
    private const int LongestText = 100;

    public static string New(IIdSource ids) => Base64Url.EncodeToString(ids.NewSecret(Bytes));

    public static bool IsPlausible(string? text) => text is { Length: > 0 and <= LongestText };

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
