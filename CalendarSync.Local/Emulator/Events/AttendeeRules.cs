using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Guests as they are stored: only what a client may write (section 3.9). <c>self</c> and <c>organizer</c> are added when rendered.</summary>
internal static class AttendeeRules
{
    private static readonly string[] Responses = ["needsAction", "declined", "tentative", "accepted"];

    public static JsonArray? Read(JsonObject body)
    {
        if (JsonFields.Array(body, "attendees") is not { Count: > 0 } sent)
        {
            return null;
        }

        JsonArray kept = [];
        foreach (JsonObject guest in sent.OfType<JsonObject>())
        {
            string email = JsonFields.Text(guest, "email") ?? throw GoogleErrors.Required("Missing attendee email.").Thrown();
            if (!email.Contains('@', StringComparison.Ordinal))
            {
                throw GoogleErrors.Invalid("Invalid attendee email.").Thrown();
            }

            string response = JsonFields.Text(guest, "responseStatus") ?? "needsAction";
            if (!Responses.Contains(response, StringComparer.Ordinal))
            {
                throw GoogleErrors.Invalid($"Invalid value for: responseStatus: '{response}'").Thrown();
            }

            JsonObject stored = new() { ["email"] = email };
            Keep(guest, stored, "id", "displayName");
            KeepTrue(guest, stored, "resource");
            KeepTrue(guest, stored, "optional");
            stored["responseStatus"] = response;
            Keep(guest, stored, "comment");
            if (JsonFields.Number(guest, "additionalGuests") is { } more and > 0)
            {
                stored["additionalGuests"] = more;
            }

            kept.Add(stored);
        }

        return kept.Count > 0 ? kept : null;
    }

    public static JsonObject? Find(JsonArray? attendees, string email) =>
        attendees?.OfType<JsonObject>().FirstOrDefault(a => string.Equals((string?)a["email"], email, StringComparison.OrdinalIgnoreCase));

    private static void Keep(JsonObject from, JsonObject to, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (JsonFields.Text(from, name) is { } text)
            {
                to[name] = text;
            }
        }
    }

    private static void KeepTrue(JsonObject from, JsonObject to, string name)
    {
        if (JsonFields.Flag(from, name, otherwise: false))
        {
            to[name] = true;
        }
    }
}
