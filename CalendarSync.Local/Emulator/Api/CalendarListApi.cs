using System.Text.Json;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Push;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The <c>calendarList</c> resource (section 1.5).</summary>
internal sealed class CalendarListApi(World world, ChannelStore channels, TokenCodec codec)
{
    private const string Collection = "users/me/calendarList";
    private const string One = Collection + "/{cal}";

    private static readonly string[] ListParameters =
        ["maxResults", "pageToken", "minAccessRole", "showDeleted", "showHidden", "showOwnOrganizationOnly", "syncToken"];

    public IEnumerable<ApiMethod> Methods() =>
    [
        new("calendarList.list", "GET", Collection, Scopes.ListRead, ListParameters, List),
        new("calendarList.insert", "POST", Collection, Scopes.ListWrite, ["colorRgbFormat"], Insert),
        new("calendarList.watch", "POST", Collection + "/watch", Scopes.ListRead, ListParameters, call => call.Answer(channels.WatchCalendarList(call))),
        new("calendarList.get", "GET", One, Scopes.ListGet, [], call => Answer(call, Find(call))),
        new("calendarList.update", "PUT", One, Scopes.ListWrite, ["colorRgbFormat"], call => Update(call, patch: false)),
        new("calendarList.patch", "PATCH", One, Scopes.ListWrite, ["colorRgbFormat"], call => Update(call, patch: true)),
        new("calendarList.delete", "DELETE", One, Scopes.ListWrite, [], Delete),
    ];

    private WireResponse List(ApiCall call)
    {
        Account account = call.Account;
        TokenState? sync = call.Query["syncToken"] is { } text ? Decode(text, isPage: false, account) : null;
        TokenState? page = call.Query["pageToken"] is { } pageText ? Decode(pageText, isPage: true, account) : null;
        if (sync is not null && Array.Find(["minAccessRole", "showOwnOrganizationOnly"], call.Query.Has) is { } forbidden)
        {
            throw GoogleErrors.Invalid("Sync token cannot be used with other request restrictions.", forbidden).Thrown();
        }

        if (sync is not null && (call.Query["showDeleted"] is "false" || call.Query["showHidden"] is "false"))
        {
            throw GoogleErrors.Invalid("Sync token cannot be used with showDeleted or showHidden set to false.", "syncToken").Thrown();
        }

        AccessRole least = call.Query["minAccessRole"] is { } minimum
            ? AccessRoles.Parse(minimum) ?? throw GoogleErrors.InvalidParameter("minAccessRole", minimum).Thrown()
            : AccessRole.None;
        bool showDeleted = call.Flag("showDeleted") || sync is not null;
        bool showHidden = call.Flag("showHidden") || sync is not null;
        long since = sync?.Until ?? -1;
        long until = page?.Until ?? account.ListChanges;
        List<ListEntry> matching =
        [
            .. account.CalendarList.Values.Where(e => e.ChangeNumber > since && e.ChangeNumber > (long)(page?.Cursor ?? 0)
                && (showDeleted || !IsDeleted(account, e)) && (showHidden || !e.Hidden) && e.Calendar.RoleOf(account.Email) >= least).OrderBy(static e => e.ChangeNumber),
        ];
        int size = Math.Min(Math.Min(call.Number("maxResults", 1) ?? 100, 250), world.Options.PageSizeLimit);
        List<ListEntry> shown = [.. matching.Take(size)];
        string? nextPage = shown.Count < matching.Count ? Encode(account, isPage: true, since, until, (ulong)shown[^1].ChangeNumber) : null;
        string? nextSync = nextPage is null && least == AccessRole.None ? Encode(account, isPage: false, since, until, 0) : null;
        return call.Answer(JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", "calendar#calendarList");
            json.WriteString("etag", $"\"p{account.ListChanges}l\"");
            if (nextPage is not null)
            {
                json.WriteString("nextPageToken", nextPage);
            }

            if (nextSync is not null)
            {
                json.WriteString("nextSyncToken", nextSync);
            }

            json.WriteStartArray("items");
            foreach (ListEntry entry in shown)
            {
                Write(json, account, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private WireResponse Insert(ApiCall call)
    {
        JsonObject body = call.Body();
        string id = JsonFields.Text(body, "id") ?? throw GoogleErrors.Required("Required").Thrown();
        CalendarState calendar = call.Calendar(id, AccessRole.FreeBusyReader);
        ListEntry entry = call.Account.Subscribe(calendar);
        Apply(call, entry, body, replace: false);
        world.TouchList(call.Account, entry);
        return Answer(call, entry);
    }

    private WireResponse Update(ApiCall call, bool patch)
    {
        ListEntry entry = Find(call);
        call.CheckIfMatch(Etag(entry));
        Apply(call, entry, call.Body(), replace: !patch);
        world.TouchList(call.Account, entry);
        return Answer(call, entry);
    }

    private WireResponse Delete(ApiCall call)
    {
        ListEntry entry = Find(call);
        if (entry.Calendar.IsPrimary && ReferenceEquals(entry.Calendar.Owner, call.Account))
        {
            throw GoogleErrors.Invalid("Cannot delete the primary calendar from the list.").Thrown();
        }

        entry.Deleted = true;
        world.TouchList(call.Account, entry);
        return WireResponse.Empty(204);
    }

    private static ListEntry Find(ApiCall call)
    {
        string id = call.Route("cal") is "primary" ? call.Account.Email : call.Route("cal");
        return call.Account.CalendarList.TryGetValue(id, out ListEntry? entry) && !IsDeleted(call.Account, entry)
            ? entry
            : throw GoogleErrors.NotFound.Thrown();
    }

    private static void Apply(ApiCall call, ListEntry entry, JsonObject body, bool replace)
    {
        bool Said(string name) => replace || body.ContainsKey(name);
        // Without colorRgbFormat these are not written; with it Google picks the closest id (section 1.4).
        (string? Background, string? Foreground) rgb = call.Flag("colorRgbFormat")
            ? (JsonFields.Text(body, "backgroundColor"), JsonFields.Text(body, "foregroundColor"))
            : (null, null);
        if (Array.Find([rgb.Background, rgb.Foreground], static c => c is not null && !Palette.IsHex(c)) is { } wrong)
        {
            throw GoogleErrors.Invalid($"Invalid value for: color: '{wrong}'").Thrown();
        }

        if (JsonFields.Text(body, "colorId") is { } colorId)
        {
            entry.ColorId = Palette.Calendar.ContainsKey(colorId) ? colorId : throw GoogleErrors.Invalid($"Invalid value for: colorId: '{colorId}'").Thrown();
            entry.Rgb = null;
        }

        if (rgb is not (null, null))
        {
            // These supersede the id. Said alone, one leaves the other as it is.
            (string background, string foreground) = ColorsOf(entry);
            entry.ColorId = rgb.Background is null ? entry.ColorId : Palette.NearestCalendar(rgb.Background);
            entry.Rgb = ((rgb.Background ?? background).ToLowerInvariant(), (rgb.Foreground ?? foreground).ToLowerInvariant());
        }

        entry.SummaryOverride = Said("summaryOverride") ? JsonFields.Text(body, "summaryOverride") : entry.SummaryOverride;
        entry.Hidden = Said("hidden") ? JsonFields.Flag(body, "hidden", otherwise: false) : entry.Hidden;
        entry.Selected = Said("selected") ? JsonFields.Flag(body, "selected", otherwise: false) : entry.Selected;
        entry.DefaultReminders = Said("defaultReminders") ? ReminderRules.ReadList(JsonFields.Array(body, "defaultReminders") ?? []) : entry.DefaultReminders;
    }

    private static (string Background, string Foreground) ColorsOf(ListEntry entry) => entry.Rgb ?? (Palette.Calendar[entry.ColorId], "#000000");

    private static WireResponse Answer(ApiCall call, ListEntry entry) =>
        call.Answer(JsonBytes.Write(json => Write(json, call.Account, entry)), Etag(entry));

    private static void Write(Utf8JsonWriter json, Account account, ListEntry entry)
    {
        CalendarState calendar = entry.Calendar;
        json.WriteStartObject();
        json.WriteString("kind", "calendar#calendarListEntry");
        json.WriteString("etag", Etag(entry));
        json.WriteString("id", calendar.Id);
        if (IsDeleted(account, entry))
        {
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
            return;
        }

        json.WriteString("summary", calendar.Summary);
        Text(json, "description", calendar.Description);
        Text(json, "location", calendar.Location);
        json.WriteString("timeZone", calendar.TimeZone);
        Text(json, "summaryOverride", entry.SummaryOverride);
        json.WriteString("colorId", entry.ColorId);
        (string background, string foreground) = ColorsOf(entry);
        json.WriteString("backgroundColor", background);
        json.WriteString("foregroundColor", foreground);
        True(json, "hidden", entry.Hidden);
        True(json, "selected", entry.Selected);
        json.WriteString("accessRole", AccessRoles.Name(calendar.RoleOf(account.Email)));
        ReminderRules.WriteDefaults(json, entry.DefaultReminders);
        bool own = calendar.IsPrimary && ReferenceEquals(calendar.Owner, account);
        True(json, "primary", own);
        json.WriteStartObject("conferenceProperties");
        json.WriteStartArray("allowedConferenceSolutionTypes");
        json.WriteStringValue("hangoutsMeet");
        json.WriteEndArray();
        json.WriteEndObject();
        if (!calendar.IsPrimary)
        {
            json.WriteString("dataOwner", calendar.Owner.Email);
        }

        json.WriteEndObject();
    }

    private static bool IsDeleted(Account account, ListEntry entry) => entry.Deleted || entry.Calendar.RoleOf(account.Email) == AccessRole.None;

    private static string Etag(ListEntry entry) => $"\"{1_600_000_000_000_000 + entry.ChangeNumber}\"";

    private TokenState Decode(string text, bool isPage, Account account)
    {
        TokenState? token = codec.Decode(text, isPage);
        if (token is null || token.Owner != Owner(account))
        {
            throw (isPage ? GoogleErrors.InvalidPageToken : GoogleErrors.InvalidSyncToken).Thrown();
        }

        bool expired = token.IssuedMs + (long)world.Options.SyncTokenLifetime.TotalMilliseconds < world.Clock.NowMilliseconds;
        return expired || token.Generation != account.ListGeneration ? throw GoogleErrors.FullSyncRequired.Thrown() : token;
    }

    private string Encode(Account account, bool isPage, long since, long until, ulong cursor) =>
        codec.Encode(new TokenState(isPage, since, until, cursor, account.ListGeneration, Owner(account), 0, world.Clock.NowMilliseconds));

    private static uint Owner(Account account) => SeededRandom.Hash($"{account.Subject} calendarList");

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void True(Utf8JsonWriter json, string name, bool value)
    {
        if (value)
        {
            json.WriteBoolean(name, true);
        }
    }
}
