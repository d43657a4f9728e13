using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Conference data (section 3.10): version 0 leaves it alone, version 1 takes the body's word, also its silence.</summary>
internal static class ConferenceRules
{
    public static EventState Apply(EventState state, EventState? stored, JsonObject body, int version)
    {
        if (version == 0)
        {
            return state with { ConferenceData = stored?.ConferenceData, HangoutLink = stored?.HangoutLink };
        }

        JsonObject? sent = JsonFields.Object(body, "conferenceData");
        if (sent is null)
        {
            return state with { ConferenceData = null, HangoutLink = null };
        }

        JsonObject conference = sent.DeepClone().AsObject();
        if (conference["createRequest"] is not JsonObject request)
        {
            return state with { ConferenceData = conference, HangoutLink = stored?.HangoutLink };
        }

        // The same request again is ignored; it was served or is being served.
        string? requestId = JsonFields.Text(request, "requestId") ?? throw GoogleErrors.Required("Missing conference request id.").Thrown();
        if (string.Equals(requestId, (string?)stored?.ConferenceData?["createRequest"]?["requestId"], StringComparison.Ordinal))
        {
            return state with { ConferenceData = stored!.ConferenceData, HangoutLink = stored.HangoutLink };
        }

        request["status"] = new JsonObject { ["statusCode"] = "pending" };
        return state with { ConferenceData = conference, HangoutLink = null };
    }

    /// <summary>What the conference service does a moment later: another change of the event.</summary>
    public static EventState Finish(EventState state, string code)
    {
        JsonObject conference = state.ConferenceData!.DeepClone().AsObject();
        conference["createRequest"]!["status"] = new JsonObject { ["statusCode"] = "success" };
        string link = "https://meet.google.com/" + code;
        conference["conferenceId"] = code;
        conference["conferenceSolution"] = new JsonObject { ["key"] = new JsonObject { ["type"] = "hangoutsMeet" }, ["name"] = "Google Meet" };
        conference["entryPoints"] = new JsonArray(new JsonObject { ["entryPointType"] = "video", ["uri"] = link, ["label"] = "meet.google.com/" + code });
        return state with { ConferenceData = conference, HangoutLink = link };
    }
}
