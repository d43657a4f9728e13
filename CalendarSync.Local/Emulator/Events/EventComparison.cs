using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Which parts of two states differ.</summary>
internal static class EventComparison
{
    /// <summary>Everything that all guests see alike.</summary>
    public static bool SameShared(EventState a, EventState b) =>
        SameGuestFlags(a, b) && Significant(a, b) && SameTexts(a, b) && Same(a.Status, b.Status)
        && a.EndTimeUnspecified == b.EndTimeUnspecified && SameZones(a, b) && SameNode(a.Attendees, b.Attendees) && SameNode(a.SharedProperties, b.SharedProperties)
        && SameNode(a.ConferenceData, b.ConferenceData) && SameNode(a.Source, b.Source) && SameNode(a.Attachments, b.Attachments)
        && SameNode(a.TypeProperties, b.TypeProperties) && Same(a.EventType, b.EventType);

    /// <summary>Everything a writer can change, except reminders.</summary>
    public static bool SameContent(EventState a, EventState b) =>
        SameShared(a, b) && Same(a.ColorId, b.ColorId) && Same(a.EventLabelId, b.EventLabelId) && Same(a.Transparency, b.Transparency) && Same(a.Visibility, b.Visibility)
        && a.Sequence == b.Sequence && Same(a.HangoutLink, b.HangoutLink) && a.PrivateCopy == b.PrivateCopy && a.Locked == b.Locked && a.Organizer == b.Organizer
        && SameNode(a.PrivateProperties, b.PrivateProperties);

    public static bool SameTexts(EventState a, EventState b) => Same(a.Summary, b.Summary) && Same(a.Description, b.Description);

    /// <summary>Equal where a change raises SEQUENCE: time, recurrence, place.</summary>
    public static bool Significant(EventState a, EventState b) => SameSlots(a, b) && Same(a.Location, b.Location);

    /// <summary>Equal where a change makes a series' exceptions stale: time and rule, and the zone in which the rule is read.</summary>
    public static bool SameSlots(EventState a, EventState b) =>
        SameTime(a.Start, b.Start) && SameTime(a.End, b.End) && a.Recurrence.SequenceEqual(b.Recurrence, StringComparer.Ordinal) && (!a.IsSeries || SameZones(a, b));

    public static bool SameGuestFlags(EventState a, EventState b) =>
        a.GuestsCanInviteOthers == b.GuestsCanInviteOthers && a.GuestsCanModify == b.GuestsCanModify && a.GuestsCanSeeOtherGuests == b.GuestsCanSeeOtherGuests
        && a.AnyoneCanAddSelf == b.AnyoneCanAddSelf;

    public static bool SameNode(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.Ordinal);

    private static bool SameTime(EventTime? a, EventTime? b) => a is null ? b is null : a.SameMoment(b);

    private static bool SameZones(EventState a, EventState b) => Same(a.Start?.TimeZone, b.Start?.TimeZone) && Same(a.End?.TimeZone, b.End?.TimeZone);
}
