using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>For whom and how an event is rendered. Views are interned, so that one reference comparison finds rendered bytes.</summary>
/// <param name="Viewer">Reminders and <c>htmlLink</c> are the viewer's.</param>
/// <param name="Role">Below writer, private events show as busy.</param>
/// <param name="Zone">Null: the calendar's own.</param>
/// <param name="MaxAttendees">Null: all.</param>
/// <param name="Fields">Partial answer; null: everything.</param>
/// <param name="ShortTombstones">Cancelled events keep only what Google guarantees.</param>
internal sealed record EventView(
    Account Viewer, AccessRole Role, DateTimeZone? Zone = null, int? MaxAttendees = null, FieldSelector? Fields = null, bool ShortTombstones = false);
