using CalendarSync.Core.Configuration;
using CalendarSync.Core.Google;

namespace CalendarSync.Core.Connecting;

/// <summary>Which of an account's calendars are connected.</summary>
/// <param name="Account">The id of the primary calendar, which names the account; null where the list has none.</param>
/// <param name="Targets">Visible and configured, in the order of the configuration.</param>
/// <param name="Invisible">Names of the configured ones that are not visible.</param>
internal sealed record CalendarSelection(string? Account, IReadOnlyList<TargetCalendar> Targets, IReadOnlyList<string> Invisible)
{
    public static CalendarSelection Of(CalendarConfiguration configuration, IReadOnlyList<CalendarListEntry> list)
    {
        CalendarListEntry? primary = list.FirstOrDefault(entry => entry is { Primary: true, Deleted: false });
        var targets = new List<TargetCalendar>();
        var invisible = new List<string>();
        foreach (ConfiguredCalendar calendar in configuration.Calendars)
        {
            CalendarListEntry? entry = calendar.IsPrimary
                ? primary
                : list.FirstOrDefault(candidate => !candidate.Deleted && string.Equals(candidate.Id, calendar.Id, StringComparison.Ordinal));
            if (entry is null || entry.AccessRole is "freeBusyReader" or "none")
            {
                invisible.Add(calendar.Name ?? calendar.Role ?? calendar.Id);
            }
            else if (!targets.Exists(target => string.Equals(target.CalendarId, entry.Id, StringComparison.Ordinal)))
            {
                targets.Add(new TargetCalendar(entry.Id, calendar.Name ?? entry.Summary, calendar.Role, calendar.Color, entry.TimeZone, entry.AccessRole, entry.BackgroundColor));
            }
        }

        return new CalendarSelection(primary?.Id, targets, invisible);
    }
}
