using System.Text.Json;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The <c>settings</c> and <c>colors</c> resources (section 1.6).</summary>
internal static class SettingsApi
{
    public static IEnumerable<ApiMethod> Methods() =>
    [
        new("settings.list", "GET", "users/me/settings", Scopes.Settings, ["maxResults"], List),
        new("settings.get", "GET", "users/me/settings/{setting}", Scopes.Settings, [], Get),
        new("settings.watch", "POST", "users/me/settings/watch", Scopes.Settings, [], Handle: null),
        new("colors.get", "GET", "colors", Scopes.Colors, [], Colors),
    ];

    private static WireResponse List(ApiCall call) => call.Answer(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "calendar#settings");
        json.WriteString("etag", "\"settings\"");
        json.WriteStartArray("items");
        foreach ((string id, string value) in Settings(call.Account))
        {
            Write(json, id, value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }));

    private static WireResponse Get(ApiCall call) => Settings(call.Account).TryGetValue(call.Route("setting"), out string? value)
        ? call.Answer(JsonBytes.Write(json => Write(json, call.Route("setting"), value)))
        : throw GoogleErrors.NotFound.Thrown();

    private static Dictionary<string, string> Settings(Account account) => new(StringComparer.Ordinal)
    {
        ["timezone"] = account.TimeZone,
        ["locale"] = account.Locale,
        ["weekStart"] = "1",
        ["format24HourTime"] = "true",
        ["defaultEventLength"] = "60",
    };

    private static void Write(Utf8JsonWriter json, string id, string value)
    {
        json.WriteStartObject();
        json.WriteString("kind", "calendar#setting");
        json.WriteString("etag", $"\"{SeededRandom.Hash(id + value):x8}\"");
        json.WriteString("id", id);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static WireResponse Colors(ApiCall call) => call.Answer(JsonBytes.Write(static json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "calendar#colors");
        json.WriteString("updated", "2012-02-14T00:00:00.000Z");
        WritePalette(json, "calendar", Palette.Calendar);
        WritePalette(json, "event", Palette.Event);
        json.WriteEndObject();
    }));

    private static void WritePalette(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> palette)
    {
        json.WriteStartObject(name);
        foreach ((string id, string background) in palette)
        {
            json.WriteStartObject(id);
            json.WriteString("background", background);
            json.WriteString("foreground", "#1d1d1d");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
