using System.Text.Json;

using CalendarSync.Core.Configuration;

namespace CalendarSync.Local.Runtime;

/// <summary>
/// Settings as Core Tools have them: the object <c>Values</c> of the nearest local.settings.json, in the folder or above it,
/// and over them the environment.
/// </summary>
internal static class LocalSettings
{
    public const string FileName = "local.settings.json";

    /// <summary>Reads the settings that hold in <paramref name="folder"/>.</summary>
    /// <exception cref="CalendarSyncConfigurationException">The file is not what it should be.</exception>
    public static IConfigurationRoot Load(string folder)
    {
        var builder = new ConfigurationBuilder();
        if (Find(folder) is { } file)
        {
            builder.AddInMemoryCollection(Read(file));
        }

        return builder.AddEnvironmentVariables().Build();
    }

    private static string? Find(string folder)
    {
        for (DirectoryInfo? current = new(folder); current is not null; current = current.Parent)
        {
            string file = Path.Combine(current.FullName, FileName);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static Dictionary<string, string?> Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(file), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.TryGetProperty("Values", out JsonElement values)
                ? values.EnumerateObject().ToDictionary(setting => setting.Name, setting => (string?)setting.Value.ToString(), StringComparer.OrdinalIgnoreCase)
                : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            // The message of the exception would repeat what the file holds.
            string where = exception is JsonException { LineNumber: { } line } ? $" (line {line + 1})" : "";
            throw new CalendarSyncConfigurationException([$"{FileName} must be a JSON object with an object Values, each name once{where}."], exception);
        }
    }
}
