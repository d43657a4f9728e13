using System.Globalization;
using System.Text;

namespace CalendarSync.Core.Google;

/// <summary>Addresses of calls. Calendar ids hold <c>@</c>, <c>#</c> and worse: every part is encoded.</summary>
internal sealed class GoogleUrls(Uri baseUri, int pageSize)
{
    // Google indents its answers unless told not to: a fifth of every page.
    private const string Plain = "prettyPrint=false";

    private const string Quiet = Plain + "&sendUpdates=none";

    private const int CalendarsPerPage = 250;

    private readonly string root = baseUri.AbsoluteUri.TrimEnd('/');

    public Uri Stop => new(root + "/channels/stop?" + Plain);

    public Uri Calendars(string? pageToken) => new(
        $"{root}/users/me/calendarList?{Plain}&maxResults={CalendarsPerPage}{(pageToken is null ? "" : "&pageToken=" + Uri.EscapeDataString(pageToken))}");

    public Uri CalendarEntry(string calendarId) => new($"{root}/users/me/calendarList/{Segment(calendarId)}?{Plain}&colorRgbFormat=true");

    public Uri Events(EventListRequest request)
    {
        var url = new StringBuilder(Collection(request.CalendarId))
            .Append('?').Append(Plain)
            .Append("&singleEvents=false&showDeleted=true&maxResults=").Append(pageSize.ToString(CultureInfo.InvariantCulture));
        foreach (var type in request.EventTypes)
        {
            url.Append("&eventTypes=").Append(Uri.EscapeDataString(type));
        }

        if (request.SyncToken is { } syncToken)
        {
            url.Append("&syncToken=").Append(Uri.EscapeDataString(syncToken));
        }
        else
        {
            Append("timeMin", request.TimeMin);
            Append("timeMax", request.TimeMax);
        }

        if (request.ICalUid is { } uid)
        {
            url.Append("&iCalUID=").Append(Uri.EscapeDataString(uid));
        }

        if (request.PageToken is { } pageToken)
        {
            url.Append("&pageToken=").Append(Uri.EscapeDataString(pageToken));
        }

        return new Uri(url.ToString());

        void Append(string name, DateTimeOffset? bound)
        {
            if (bound is { } at)
            {
                url.Append('&').Append(name).Append('=').Append(WireTimes.Text(at));
            }
        }
    }

    public Uri NewEvent(string calendarId) => new(Collection(calendarId) + "?" + Quiet);

    public Uri ReadEvent(string calendarId, string eventId) => new($"{Collection(calendarId)}/{Segment(eventId)}?{Plain}");

    public Uri WriteEvent(string calendarId, string eventId) => new($"{Collection(calendarId)}/{Segment(eventId)}?{Quiet}");

    public Uri MoveEvent(string calendarId, string eventId, string destination) =>
        new($"{Collection(calendarId)}/{Segment(eventId)}/move?{Quiet}&destination={Uri.EscapeDataString(destination)}");

    public Uri Watch(string calendarId) => new($"{Collection(calendarId)}/watch?{Plain}");

    private string Collection(string calendarId) => $"{root}/calendars/{Segment(calendarId)}/events";

    // "." and ".." stay as they are when they are encoded, and would lead to another address.
    private static string Segment(string id) =>
        id is "" or "." or ".." ? throw new GoogleApiException(GoogleFault.Permanent, 0, "illegalId") : Uri.EscapeDataString(id);
}
