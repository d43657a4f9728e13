using System.Text.Json;
using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Core.Storage;

/// <summary>
/// The fields of an event as JSON, named after the columns of <c>events</c>: in the base, in conflicts and in the journal.
/// </summary>
internal sealed record EventFieldsDocument
{
    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Location { get; init; }

    public bool? AllDay { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public DateOnly? StartDate { get; init; }

    public DateOnly? EndDate { get; init; }

    public string? TimeZone { get; init; }

    public string? Color { get; init; }

    public IReadOnlyList<string>? Recurrence { get; init; }

    public string? Status { get; init; }

    public string? Visibility { get; init; }

    public string? Transparency { get; init; }

    public RemindersDocument? Reminders { get; init; }

    /// <param name="fields">The event.</param>
    /// <param name="only">The fields to write; the others are left out.</param>
    public static string Write(EventFields fields, EventField only = EventField.All)
    {
        var times = only.HasFlag(EventField.Times) ? fields.Times : null;
        var document = new EventFieldsDocument
        {
            Title = only.HasFlag(EventField.Title) ? fields.Title : null,
            Description = only.HasFlag(EventField.Description) ? fields.Description : null,
            Location = only.HasFlag(EventField.Location) ? fields.Location : null,
            AllDay = times?.AllDay,
            StartAt = times?.StartAt,
            EndAt = times?.EndAt,
            StartDate = times?.StartDate,
            EndDate = times?.EndDate,
            TimeZone = times?.TimeZone,
            Color = only.HasFlag(EventField.Color) ? fields.Color : null,
            Recurrence = only.HasFlag(EventField.Recurrence) ? fields.Recurrence?.Lines : null,
            Status = only.HasFlag(EventField.Status) ? StatusOf(fields) : null,
            Visibility = only.HasFlag(EventField.Visibility) ? fields.Visibility : null,
            Transparency = only.HasFlag(EventField.Transparency) ? fields.Transparency : null,
            Reminders = only.HasFlag(EventField.Reminders) ? RemindersDocument.From(fields.Reminders) : null,
        };
        return JsonSerializer.Serialize(document, StorageJson.Default.EventFieldsDocument);
    }

    public static EventFields Read(string json)
    {
        var d = JsonSerializer.Deserialize(json, StorageJson.Default.EventFieldsDocument) ?? new EventFieldsDocument();
        return new EventFields
        {
            Title = d.Title,
            Description = d.Description,
            Location = d.Location,
            Times = (d.StartDate, d.EndDate, d.StartAt, d.EndAt) switch
            {
                ({ } start, { } end, _, _) => EventTimes.Days(start, end),
                (_, _, { } start, { } end) => EventTimes.Timed(start, end, d.TimeZone),
                _ => null,
            },
            Color = d.Color,
            Recurrence = RecurrenceLines.Of(d.Recurrence),
            Tentative = string.Equals(d.Status, "tentative", StringComparison.Ordinal),
            Visibility = d.Visibility,
            Transparency = d.Transparency,
            Reminders = d.Reminders?.ToReminders(),
        };
    }

    public static string StatusOf(EventFields fields) => fields.Tentative ? "tentative" : "confirmed";
}
