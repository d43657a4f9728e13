using System.Text.Json;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>What stands around the items of a page. The items themselves are bytes that exist already.</summary>
internal static class EventListEnvelope
{
    private static readonly ReadOnlyMemory<byte> Comma = ","u8.ToArray();
    private static readonly ReadOnlyMemory<byte> ItemsEnd = "]}"u8.ToArray();

    private static readonly string[] Names =
    [
        "kind", "etag", "summary", "description", "updated", "timeZone", "accessRole", "defaultReminders", "nextPageToken", "nextSyncToken", "items",
    ];

    private static readonly HashSet<string> EventNames = new(StringComparer.Ordinal)
    {
        "kind", "etag", "id", "status", "htmlLink", "created", "updated", "summary", "description", "location", "colorId", "eventLabelId", "creator", "organizer",
        "start", "end", "endTimeUnspecified", "recurrence", "recurringEventId", "originalStartTime", "transparency", "visibility", "iCalUID", "sequence", "attendees",
        "attendeesOmitted", "extendedProperties", "hangoutLink", "conferenceData", "gadget", "anyoneCanAddSelf", "guestsCanInviteOthers", "guestsCanModify",
        "guestsCanSeeOtherGuests", "privateCopy", "locked", "reminders", "source", "attachments", "eventType", "birthdayProperties", "focusTimeProperties",
        "outOfOfficeProperties", "workingLocationProperties",
    };

    public static void CheckFields(FieldSelector? fields)
    {
        Check(fields, Names);
        CheckEventFields(fields?.Below("items"));
    }

    public static void CheckEventFields(FieldSelector? fields) => Check(fields, EventNames);

    public static WireResponse Wrap(ApiCall call, CalendarState calendar, ListPage page, FieldSelector? fields)
    {
        byte[] head = JsonBytes.Write(json => WriteHead(json, call, calendar, page, fields));
        if (fields?.Includes("items") == false)
        {
            return WireResponse.Json(200, head);
        }

        List<ReadOnlyMemory<byte>> pieces = new((page.Items.Count * 2) + 2) { head.AsMemory(..^1) };
        for (int i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
            {
                pieces.Add(Comma);
            }

            pieces.Add(page.Items[i]);
        }

        pieces.Add(ItemsEnd);
        return new WireResponse(200, "application/json; charset=UTF-8", pieces);
    }

    private static void WriteHead(Utf8JsonWriter json, ApiCall call, CalendarState calendar, ListPage page, FieldSelector? fields)
    {
        void Text(string name, string? value)
        {
            if (value is not null && fields?.Includes(name) != false)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteStartObject();
        Text("kind", "calendar#events");
        Text("etag", $"\"p{SeededRandom.Hash(calendar.Id):x8}{calendar.Changes.Latest}g\"");
        Text("summary", calendar.Summary);
        Text("description", calendar.Description);
        Text("updated", EventRenderer.Timestamp(calendar.UpdatedMs));
        Text("timeZone", call.Zone()?.Id ?? calendar.TimeZone);
        Text("accessRole", AccessRoles.Name(call.RoleOf(calendar)));
        if (fields?.Includes("defaultReminders") != false)
        {
            ReminderRules.WriteDefaults(json, ReminderRules.Defaults(calendar, call.Account));
        }

        Text("nextPageToken", page.NextPageToken);
        Text("nextSyncToken", page.NextSyncToken);
        if (fields?.Includes("items") != false)
        {
            // Left open: the items follow, and what is cut off here closes behind them.
            json.WriteStartArray("items");
            json.Flush();
        }

        json.WriteEndObject();
    }

    private static void Check(FieldSelector? fields, IEnumerable<string> known)
    {
        if (fields?.Names.FirstOrDefault(n => !known.Contains(n, StringComparer.Ordinal)) is { } unknown)
        {
            throw (GoogleErrors.InvalidParameter("fields", unknown) with { Message = $"Invalid field selection {unknown}" }).Thrown();
        }
    }
}
