namespace CalendarSync.Core.Security;

/// <summary>What a sealed text is for.</summary>
internal static class SealPurpose
{
    public const string RefreshToken = "refresh_token";
    public const string AccessToken = "access_token";
    public const string CodeVerifier = "code_verifier";
}
