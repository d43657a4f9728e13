namespace CalendarSync.Core.Security;

/// <summary>The keys in force: the first one encrypts, all of them decrypt.</summary>
internal sealed class EncryptionKeys
{
    private const int KeyBytes = 32;

    private readonly IReadOnlyList<EncryptionKey> _keys;

    private EncryptionKeys(IReadOnlyList<EncryptionKey> keys) => _keys = keys;

    public EncryptionKey First => _keys[0];

    public EncryptionKey? Find(string id) =>
        _keys.FirstOrDefault(key => string.Equals(key.Id, id, StringComparison.Ordinal))
        ?? _keys.FirstOrDefault(key => string.Equals(key.Fingerprint, id, StringComparison.Ordinal));

    /// <summary>One bare key, or <c>id:key</c> pairs separated by commas; null with a fault that holds no part of the text.</summary>
    public static EncryptionKeys? TryParse(string text, out string? fault)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var keys = new List<EncryptionKey>();
        fault = parts.Length == 0 ? "holds no key" : null;
        for (int i = 0; i < parts.Length && fault is null; i++)
        {
            string[] pair = parts[i].Split(':', 2);
            string? id = pair.Length == 2 ? pair[0] : null;
            byte[] bytes = new byte[KeyBytes + 1];
            if (id is null && parts.Length > 1)
            {
                fault = $"must give every key as id:key when there are several (key {i + 1} has no id)";
            }
            else if (id is not null && !IsId(id))
            {
                fault = $"has an id that is not 1 to 32 letters, digits, dashes or underscores (key {i + 1})";
            }
            else if (id is not null && keys.Exists(key => string.Equals(key.Id, id, StringComparison.Ordinal)))
            {
                fault = $"uses one id twice (key {i + 1})";
            }
            else if (!Convert.TryFromBase64String(pair[^1], bytes, out int length) || length != KeyBytes)
            {
                fault = $"must be base64 of {KeyBytes} bytes (key {i + 1})";
            }
            else
            {
                keys.Add(new EncryptionKey(id, bytes[..KeyBytes]));
            }
        }

        return fault is null ? new EncryptionKeys(keys) : null;
    }

    private static bool IsId(string text) => text.Length is >= 1 and <= 32 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
