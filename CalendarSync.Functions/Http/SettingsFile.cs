using System.Reflection;
using System.Security.Cryptography;

namespace CalendarSync.Functions.Http;

/// <summary>A file of the settings page, from this assembly.</summary>
/// <param name="Name">As in the address.</param>
/// <param name="ContentType">By the name's ending.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Tag">A hash of them, for the browser's cache.</param>
internal sealed record SettingsFile(string Name, string ContentType, byte[] Content, string Tag)
{
    public const string Page = "index.html";

    private const string Folder = "settings/";

    private static readonly Dictionary<string, SettingsFile> Files = ReadAll().ToDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>Null where the page has no such file.</summary>
    public static SettingsFile? Find(string name) => Files.GetValueOrDefault(name);

    private static IEnumerable<SettingsFile> ReadAll()
    {
        Assembly assembly = typeof(SettingsFile).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(resource)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            byte[] content = bytes.ToArray();
            yield return new SettingsFile(
                resource[Folder.Length..], TypeOf(resource), content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
        }
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
