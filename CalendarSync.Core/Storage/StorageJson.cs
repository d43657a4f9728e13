using System.Text.Json;
using System.Text.Json.Serialization;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>JSON inside the database, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventFieldsDocument))]
[JsonSerializable(typeof(RemindersDocument))]
[JsonSerializable(typeof(Reminder))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>A document as it is stored, to be passed on as it is; null for none.</summary>
    public static JsonElement? Element(string? text)
    {
        if (text is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
