using CalendarSync.Core.Reconciliation;
using CalendarSync.Core.Storage;

using NodaTime;

namespace CalendarSync.Core.Notifications;

/// <summary>
/// Words the messages, in the texts and the layout of the specification, as Telegram's HTML: whatever comes from outside is escaped,
/// and the only markup is the link.
/// </summary>
internal sealed class MessageComposer(CalendarSyncOptions options, SubjectStore subjects)
{
    // The order in which a person wants to know.
    private static readonly EventField[] Order =
    [
        EventField.Title, EventField.Times, EventField.Location, EventField.Description, EventField.Recurrence, EventField.Status, EventField.Color,
        EventField.Visibility, EventField.Transparency, EventField.Reminders,
    ];

    private readonly MessageTexts texts = MessageTexts.Of(options.NotificationCulture);

    private readonly MessageWords words = new(
        MessageTexts.Of(options.NotificationCulture), options.NotificationCulture, DateTimeZoneProviders.Tzdb[options.NotificationTimeZone]);

    /// <param name="notification">What to tell.</param>
    /// <param name="together">How many of its kind are told at once.</param>
    /// <param name="cancellationToken">Stops the look at what it is about.</param>
    /// <returns>Null where there is nothing to tell any more.</returns>
    public async Task<string?> ComposeAsync(Notification notification, int together, CancellationToken cancellationToken)
    {
        var payload = NotificationPayload.Read(notification.Payload);
        return (notification.Kind, payload) switch
        {
            (NotificationKind.EventCreated, _) when together > 1 => $"✅ {words.Number(texts.EventsCreated, together)}",
            (NotificationKind.EventChanged, _) when together > 1 => $"🔄 {words.Number(texts.EventsChanged, together)}",
            (NotificationKind.EventCreated, { EventId: { } id }) => await subjects.FindEventAsync(id, cancellationToken) is { } e ? Created(e) : null,
            (NotificationKind.EventChanged, { EventId: { } id }) => Changed(payload, await subjects.FindEventAsync(id, cancellationToken)),
            (NotificationKind.SyncFailing, { ConnectionId: { } id }) => await subjects.FindCalendarAsync(id, cancellationToken) is { } name ? Failing(payload, name) : null,
            (NotificationKind.SyncRecovered, { ConnectionId: { } id }) => await subjects.FindCalendarAsync(id, cancellationToken) is { } name ? Recovered(name) : null,
            (NotificationKind.NeedsReauth, { GrantId: { } id }) => await subjects.FindWaitingCalendarsAsync(id, cancellationToken) is { Count: > 0 } names ? NeedsReauth(names) : null,
            (NotificationKind.DailyResult, _) => Daily(payload),
            _ => null,
        };
    }

    private string Created(EventSubject e) => Lines(
    [
        $"✅ {texts.EventCreated}",
        "",
        Labelled("", texts.Fields[EventField.Title], string.IsNullOrWhiteSpace(e.Title) ? texts.Untitled : MessageWords.Line(e.Title)),
        Labelled("📆 ", texts.Date, words.Moment(e.Times)),
        string.IsNullOrWhiteSpace(e.Location) ? null : Labelled("📍 ", texts.Place, MessageWords.Line(e.Location)),
        string.IsNullOrWhiteSpace(e.Role) ? null : Labelled("🎭 ", texts.Role, words.Role(e.Role)),
        .. Link(e.Link),
    ]);

    private string? Changed(NotificationPayload payload, EventSubject? e)
    {
        var before = EventFieldsDocument.Read(payload.Before?.GetRawText() ?? "{}");
        var after = EventFieldsDocument.Read(payload.After?.GetRawText() ?? "{}");
        var differences = before.DifferencesFrom(after);
        var changes = Order
            .Where(field => differences.HasFlag(field))
            .Select(field => (Field: field, Before: words.Value(before, field), After: words.Value(after, field)))
            // What reads the same (another name of one time zone) is no change to a person.
            .Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal))
            .SelectMany(change => new[] { "", (texts.Fields[change.Field] + texts.Colon).TrimEnd(), $"❌ {Escape(change.Before)}", $"✅ {Escape(change.After)}" })
            .ToArray();
        return changes.Length == 0 ? null : Lines([$"🔄 {texts.EventChanged}", "", (texts.Changes + texts.Colon).TrimEnd(), .. changes, .. Link(e?.Link)]);
    }

    private string Failing(NotificationPayload payload, string calendar) => Lines(
    [
        $"🚨 {texts.Failing}",
        Labelled("", texts.Calendar, MessageWords.Line(calendar)),
        payload.Error is null ? null : texts.LastError + Escape(ErrorOf(payload.Error)),
        texts.CheckSettings,
    ]);

    private string Recovered(string calendar) => Lines([$"✅ {texts.Recovered}", Labelled("", texts.Calendar, MessageWords.Line(calendar))]);

    private string NeedsReauth(IReadOnlyList<string> calendars) => Lines(
        [$"🔑 {texts.NeedsReauth}", Labelled("", texts.Calendars, string.Join(", ", calendars.Select(MessageWords.Line))), Escape(texts.NeedsReauthAdvice)]);

    private string Daily(NotificationPayload payload) => Lines(
    [
        payload.Errors > 0 ? $"❌ {texts.DailyBad}" : $"✅ {texts.DailyGood}",
        "",
        Labelled("", texts.Calendars, words.Number("{0}", payload.Connections)),
        Labelled("", texts.Created, words.Number("{0}", payload.Created)),
        Labelled("", texts.Updated, words.Number("{0}", payload.Updated)),
        Labelled("", texts.Deleted, words.Number("{0}", payload.Deleted)),
        Labelled("", texts.Conflicts, words.Number("{0}", payload.Conflicts)),
        Labelled("", texts.Errors, words.Number("{0}", payload.Errors)),
    ]);

    private string?[] Link(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var link) && string.Equals(link.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
            ? ["", $"<a href=\"{Escape(link.AbsoluteUri)}\">🔗 {texts.Link}</a>"]
            : [];

    private string Labelled(string emoji, string label, string value) => $"{emoji}{label}{texts.Colon}{Escape(value)}";

    private static string Lines(IReadOnlyList<string?> lines) => string.Join('\n', lines.Where(line => line is not null));

    private static string ErrorOf(string error)
    {
        const string Answered = "Google answered ";
        const string NoAnswer = Answered + "0 ";
        return error.StartsWith(NoAnswer, StringComparison.Ordinal) ? error[NoAnswer.Length..]
            : error.StartsWith(Answered, StringComparison.Ordinal) ? error[Answered.Length..] : error;
    }

    // The four entities that Telegram knows.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
