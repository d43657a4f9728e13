using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>
/// How a Google says things back: a small set of colours, no event without a time zone or reminders, titles of limited length. It
/// shares nothing with the real normal form but its nature: saying it twice changes nothing more.
/// </summary>
/// <param name="Colors">Colours keep their first two digits only.</param>
/// <param name="Defaults">Zones and reminders are filled in.</param>
/// <param name="LongestTitle">Longer ones are cut.</param>
/// <param name="DropsDescriptions">Descriptions vanish.</param>
internal sealed record GoogleForm(bool Colors, bool Defaults, int LongestTitle = int.MaxValue, bool DropsDescriptions = false)
{
    /// <summary>What the application foresees.</summary>
    public static readonly GoogleForm Foreseen = new(true, true);

    public EventReminders DefaultReminders { get; init; } = EventReminders.Of(false, [new Reminder("popup", 10)]);

    public EventFields Of(EventFields words) => words with
    {
        Title = words.Title is { } title && title.Length > LongestTitle ? title[..LongestTitle] : words.Title,
        Description = DropsDescriptions ? null : words.Description,
        Color = Colors && words.Color is { } color ? $"#{color[1..3]}0000" : words.Color,
        Times = Defaults && words.Times is { AllDay: false, TimeZone: null } times ? times with { TimeZone = "Europe/Paris" } : words.Times,
        Reminders = Defaults ? words.Reminders ?? DefaultReminders : words.Reminders,
    };
}
