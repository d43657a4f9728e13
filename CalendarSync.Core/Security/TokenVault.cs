using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CalendarSync.Core.Security;

/// <summary>
/// Seals tokens for the database: AES-256-GCM under a fresh nonce. The text is <c>v1.key id.nonce, ciphertext and tag</c>,
/// and what it belongs to is authenticated with it.
/// </summary>
internal sealed class TokenVault(CalendarSyncOptions options, IIdSource ids)
{
    private const string Version = "v1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private volatile Parsed? _parsed;

    public string Seal(string plain, SealContext context)
    {
        EncryptionKey key = Keys().First;
        byte[] text = Encoding.UTF8.GetBytes(plain);
        byte[] box = new byte[NonceBytes + text.Length + TagBytes];
        ids.NewSecret(NonceBytes).CopyTo(box, 0);
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length), context.AssociatedData(Version, key.Id));
        CryptographicOperations.ZeroMemory(text);
        return $"{Version}.{key.Id}.{Base64Url.EncodeToString(box)}";
    }

    /// <exception cref="TokenVaultException">It does not open here.</exception>
    public Unsealed Open(string sealedText, SealContext context)
    {
        string[] parts = sealedText.Split('.');
        if (parts.Length != 3 || parts[0] is not Version || !Base64Url.IsValid(parts[2], out int length) || length < NonceBytes + TagBytes)
        {
            throw new TokenVaultException(TokenVaultFault.Malformed);
        }

        EncryptionKeys keys = Keys();
        EncryptionKey key = keys.Find(parts[1]) ?? throw new TokenVaultException(TokenVaultFault.UnknownKey);
        byte[] box = Base64Url.DecodeFromChars(parts[2]);
        byte[] text = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key.Bytes, TagBytes);
            aes.Decrypt(
                box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes, text.Length), box.AsSpan(NonceBytes + text.Length), text, context.AssociatedData(Version, parts[1]));
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new TokenVaultException(TokenVaultFault.Tampered, exception);
        }

        return new Unsealed(Encoding.UTF8.GetString(text), !string.Equals(parts[1], keys.First.Id, StringComparison.Ordinal));
    }

    // Parsed again only when the setting has changed: Key Vault may rotate it while the host runs.
    private EncryptionKeys Keys()
    {
        string text = options.TokenEncryptionKey;
        Parsed? parsed = _parsed;
        if (parsed is null || !string.Equals(parsed.Text, text, StringComparison.Ordinal))
        {
            EncryptionKeys keys = EncryptionKeys.TryParse(text, out _) ?? throw new TokenVaultException(TokenVaultFault.UnknownKey);
            _parsed = parsed = new Parsed(text, keys);
        }

        return parsed.Keys;
    }

    private sealed record Parsed(string Text, EncryptionKeys Keys);
}
