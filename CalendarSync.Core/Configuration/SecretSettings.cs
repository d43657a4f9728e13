namespace CalendarSync.Core.Configuration;

/// <summary>The four settings that Key Vault can supply, and that can therefore change while the host runs.</summary>
internal sealed record SecretSettings(string? GoogleClientSecret, string? TokenEncryptionKey, string? AuthJwtSecret, string? TelegramBotToken)
{
    public static readonly SecretSettings None = new(null, null, null, null);

    // A record prints its members; these are not for printing.
    public override string ToString() => nameof(SecretSettings);
}
