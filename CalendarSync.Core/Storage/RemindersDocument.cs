using System.Text.Json;
using System.Text.Json.Serialization;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>The column <c>events.reminders</c>: Google's own object, <c>{useDefault, overrides: [{method, minutes}]}</c>.</summary>
internal sealed record RemindersDocument
{
    [JsonPropertyName("useDefault")]
    public bool UseDefault { get; init; }

    [JsonPropertyName("overrides")]
    public IReadOnlyList<Reminder>? Overrides { get; init; }

    public static RemindersDocument? From(EventReminders? reminders) =>
        reminders is null ? null : new RemindersDocument { UseDefault = reminders.UseDefault, Overrides = reminders.Overrides.Count == 0 ? null : reminders.Overrides };

    public static string? Write(EventReminders? reminders) =>
        From(reminders) is { } document ? JsonSerializer.Serialize(document, StorageJson.Default.RemindersDocument) : null;

    /// <summary>What an application wrote may be anything that is JSON; what cannot be understood is left to the configuration.</summary>
    public static EventReminders? Read(string? json)
    {
        if (json is null)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json, StorageJson.Default.RemindersDocument)?.ToReminders();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public EventReminders ToReminders() => EventReminders.Of(UseDefault, Overrides ?? []);
}
