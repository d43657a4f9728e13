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
internal sealed partial class StorageJson : JsonSerializerContext;
