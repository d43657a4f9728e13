using System.Security.Cryptography;

namespace CalendarSync.Core.Security;

/// <summary>One key of <c>TOKEN_ENCRYPTION_KEY</c>.</summary>
internal sealed class EncryptionKey(string? id, byte[] bytes)
{
    /// <summary>What sealed texts call the key: the configured id, else the fingerprint.</summary>
    public string Id => id ?? Fingerprint;

    /// <summary>Names the key by its content, so that a key that was bare yesterday is found again under its new id.</summary>
    public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];

    public ReadOnlySpan<byte> Bytes => bytes;
}
