using System.Security.Cryptography;
using System.Text;

using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Local.Runtime;

/// <summary>
/// The key of levels Function and Admin: header <c>x-functions-key</c> against the setting FUNCTIONS_KEY. Never from the
/// address (<c>?code=</c>), which ends in logs and histories. Without the setting nobody has the key.
/// </summary>
internal sealed class FunctionKeys(IConfiguration settings)
{
    public const string Header = "x-functions-key";
    public const string Setting = "FUNCTIONS_KEY";

    public bool Allows(AuthorizationLevel level, HttpRequest request) => level == AuthorizationLevel.Anonymous || HasKey(request);

    public bool HasKey(HttpRequest request)
    {
        string? key = settings[Setting];
        string? given = request.Headers[Header];
        // Hashes are of one length: comparing them tells nothing about the key's.
        return !string.IsNullOrEmpty(key) && given is not null
            && CryptographicOperations.FixedTimeEquals(Hash(key), Hash(given));
    }

    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
