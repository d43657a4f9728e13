using System.Text.Json.Serialization;

namespace CalendarSync.Core.Notifications;

/// <summary>JSON of the outbox and of the Bot API, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NotificationPayload))]
[JsonSerializable(typeof(TelegramMessage))]
[JsonSerializable(typeof(TelegramAnswer))]
internal sealed partial class NotificationJson : JsonSerializerContext;
