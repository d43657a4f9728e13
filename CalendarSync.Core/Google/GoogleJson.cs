using System.Text.Json;
using System.Text.Json.Serialization;

namespace CalendarSync.Core.Google;

/// <summary>The wire format, read without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, PropertyNameCaseInsensitive = false, NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(GoogleEvent))]
internal sealed partial class GoogleJson : JsonSerializerContext;
