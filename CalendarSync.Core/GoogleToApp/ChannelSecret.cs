using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CalendarSync.Core.GoogleToApp;

/// <summary>A channel's token: Google repeats it in every message, and only its hash is kept.</summary>
internal static class ChannelSecret
{
    private const int Bytes = 32;

    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    public static string New(IIdSource ids) => Base64Url.EncodeToString(ids.NewSecret(Bytes));

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>Compares in constant time; an unknown channel (no hash) takes as long as a known one.</summary>
    public static bool Matches(string token, byte[]? hash) => CryptographicOperations.FixedTimeEquals(Hash(token), hash ?? NoHash) && hash is not null;
}
