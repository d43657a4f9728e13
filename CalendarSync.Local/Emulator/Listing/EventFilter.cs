using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;
using NodaTime;

namespace CalendarSync.Local.Emulator.Listing;

/// <summary>Which events a listing shows (section 2.3).</summary>
internal sealed class EventFilter(CalendarState calendar, EventQuery query)
{
    public bool Matches(StoredEvent stored, EventState state, bool isDelta)
    {
        if (state.IsCancelled && !ShowsCancelled(stored, isDelta))
        {
            return false;
        }

        if (query.SingleEvents && state.IsSeries)
        {
            return false;
        }

        return (query.EventTypes.Count == 0 || query.EventTypes.Contains(state.EventType, StringComparer.Ordinal))
            && (query.UpdatedMinMs is not { } since || state.UpdatedMs >= since)
            && (query.ICalUid is null || string.Equals(query.ICalUid, stored.ICalUid, StringComparison.Ordinal))
            && (query.Text is null || MatchesText(state, query.Text))
            && query.PrivateProperties.All(p => HasProperty(state.PrivateProperties, p))
            && query.SharedProperties.All(p => HasProperty(state.SharedProperties, p))
            && InWindow(state);
    }

    private bool ShowsCancelled(StoredEvent stored, bool isDelta)
    {
        if (isDelta || query.ShowDeleted || query.UpdatedMinMs is not null)
        {
            return true;
        }

        // A hole in a living series is part of the series.
        return !query.SingleEvents && calendar.IsHole(stored);
    }

    private bool InWindow(EventState state)
    {
        if (query.TimeMin is null && query.TimeMax is null)
        {
            return true;
        }

        if (state.IsSeries)
        {
            return SeriesWindow.Overlaps(state, calendar.Zone, query.TimeMin, query.TimeMax);
        }

        // timeMin bounds the end, timeMax the start; both exclude the bound. Fractions of a second are ignored.
        return (query.TimeMin is not { } min || state.End!.InstantIn(calendar.Zone) > Whole(min))
            && (query.TimeMax is not { } max || state.Start!.InstantIn(calendar.Zone) < Whole(max));
    }

    private static Instant Whole(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private static bool MatchesText(EventState state, string text) =>
        Contains(state.Summary, text) || Contains(state.Description, text) || Contains(state.Location, text)
        || Contains(state.Organizer?.Email, text) || Contains(state.Organizer?.DisplayName, text)
        || (state.Attendees?.OfType<JsonObject>().Any(a => Contains((string?)a["email"], text) || Contains((string?)a["displayName"], text)) ?? false);

    private static bool Contains(string? field, string text) => field?.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false;

    private static bool HasProperty(JsonObject? properties, string constraint)
    {
        int equals = constraint.IndexOf('=', StringComparison.Ordinal);
        return string.Equals((string?)properties?[constraint[..equals]], constraint[(equals + 1)..], StringComparison.Ordinal);
    }
}
