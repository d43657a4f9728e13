using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Push;
using CalendarSync.Local.Emulator.Recurrence;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The <c>events</c> resource.</summary>
internal sealed class EventsApi(World world, EventWriter writer, EventLister lister, ChannelStore channels)
{
    private readonly EventTransfers _transfers = new(world);

    private const string Collection = "calendars/{cal}/events";
    private const string One = Collection + "/{ev}";

    private static readonly string[] ListParameters =
    [
        "maxResults", "pageToken", "syncToken", "timeMin", "timeMax", "updatedMin", "singleEvents", "showDeleted", "showHiddenInvitations", "orderBy", "q",
        "iCalUID", "privateExtendedProperty", "sharedExtendedProperty", "eventTypes", "maxAttendees", "timeZone", "alwaysIncludeEmail",
    ];

    private static readonly string[] WriteParameters =
    [
        "sendUpdates", "sendNotifications", "conferenceDataVersion", "eventLabelVersion", "supportsAttachments", "maxAttendees", "alwaysIncludeEmail",
    ];

    public IEnumerable<ApiMethod> Methods() =>
    [
        new("events.list", "GET", Collection, Scopes.EventRead, ListParameters, List),
        new("events.insert", "POST", Collection, Scopes.EventWrite, WriteParameters, Insert),
        new("events.import", "POST", Collection + "/import", Scopes.EventWrite, ["conferenceDataVersion", "eventLabelVersion", "supportsAttachments"], Import),
        new("events.quickAdd", "POST", Collection + "/quickAdd", Scopes.EventWrite, ["text", "sendUpdates", "sendNotifications"], Handle: null),
        new("events.watch", "POST", Collection + "/watch", Scopes.EventRead, ListParameters, Watch),
        new("events.get", "GET", One, Scopes.EventRead, ["maxAttendees", "timeZone", "alwaysIncludeEmail"], Get),
        new("events.update", "PUT", One, Scopes.EventWrite, WriteParameters, call => Update(call, patch: false)),
        new("events.patch", "PATCH", One, Scopes.EventWrite, WriteParameters, call => Update(call, patch: true)),
        new("events.delete", "DELETE", One, Scopes.EventWrite, ["sendUpdates", "sendNotifications"], Delete),
        new("events.instances", "GET", One + "/instances", Scopes.EventRead,
            ["maxAttendees", "maxResults", "originalStart", "pageToken", "showDeleted", "timeMax", "timeMin", "timeZone", "alwaysIncludeEmail"], ListInstances),
        new("events.move", "POST", One + "/move", Scopes.EventMove, ["destination", "sendUpdates", "sendNotifications"], Move),
    ];

    private WireResponse List(ApiCall call)
    {
        CalendarState calendar = call.Calendar(AccessRole.FreeBusyReader);
        EventQuery query = EventQuery.Parse(call, call.RoleOf(calendar));
        FieldSelector? fields = call.Fields();
        EventListEnvelope.CheckFields(fields);
        bool shortTombstones = world.Options.Tombstones switch
        {
            TombstoneDetail.Minimal => true,
            TombstoneDetail.WhenShowDeleted => !query.ShowDeleted,
            _ => false,
        };
        ListPage page = lister.List(call, calendar, query, call.View(calendar, fields?.Below("items"), shortTombstones));
        return EventListEnvelope.Wrap(call, calendar, page, fields);
    }

    private WireResponse ListInstances(ApiCall call)
    {
        CalendarState calendar = call.Calendar(AccessRole.Reader);
        EventQuery query = EventQuery.Parse(call, call.RoleOf(calendar));
        FieldSelector? fields = call.Fields();
        EventListEnvelope.CheckFields(fields);
        StoredEvent series = Find(call, calendar);
        if (series.State.IsCancelled || series.FirstChangeNumber > lister.Visible(calendar))
        {
            throw GoogleErrors.NotFound.Thrown();
        }

        ListPage page = lister.ListInstances(call, series, query, call.View(calendar, fields?.Below("items")));
        return EventListEnvelope.Wrap(call, calendar, page, fields);
    }

    private WireResponse Get(ApiCall call)
    {
        CalendarState calendar = call.Calendar(AccessRole.Reader);
        StoredEvent stored = Find(call, calendar);
        long visible = lister.Visible(calendar);
        StoredEvent known = IsStored(stored) || stored.RecurringEventId is null ? stored : calendar.Events[stored.RecurringEventId];
        if (known.FirstChangeNumber > visible)
        {
            throw GoogleErrors.NotFound.Thrown();
        }

        if (call.NotModified(stored.State.Etag))
        {
            return WireResponse.Empty(304).With("ETag", stored.State.Etag);
        }

        return Answer(call, stored);
    }

    private WireResponse Insert(ApiCall call)
    {
        WriteOptions options = call.WriteOptions();
        return Answer(call, writer.Insert(call.Calendar(AccessRole.Writer), call.Account, call.Body(), options));
    }

    private WireResponse Import(ApiCall call)
    {
        WriteOptions options = call.WriteOptions();
        CalendarState calendar = call.Calendar(AccessRole.Writer);
        return Answer(call, _transfers.Import(calendar, call.Account, call.Body(), options));
    }

    private WireResponse Update(ApiCall call, bool patch)
    {
        WriteOptions options = call.WriteOptions();
        CalendarState calendar = call.Calendar(AccessRole.Writer);
        JsonObject body = call.Body();
        if (calendar.WasPurged(call.Route("ev")))
        {
            throw GoogleErrors.Forbidden.Thrown();
        }

        StoredEvent stored = Find(call, calendar);
        if (stored.RecurringEventId is { } series && calendar.TryGet(series, out StoredEvent? master) && master.State.IsCancelled)
        {
            // The whole series is gone: it has no occurrences to be written to.
            throw GoogleErrors.NotFound.Thrown();
        }

        call.CheckIfMatch(stored.State.Etag);
        stored = writer.Keep(stored, instance => writer.Update(instance, call.Account, body, options, patch));
        return Answer(call, stored);
    }

    private WireResponse Delete(ApiCall call)
    {
        _ = call.WriteOptions();
        CalendarState calendar = call.Calendar(AccessRole.Writer);
        StoredEvent stored = Find(call, calendar);
        if (!stored.State.IsCancelled)
        {
            call.CheckIfMatch(stored.State.Etag);
        }

        writer.Keep(stored, writer.Delete);
        return WireResponse.Empty(204);
    }

    private WireResponse Move(ApiCall call)
    {
        _ = call.WriteOptions();
        CalendarState source = call.Calendar(AccessRole.Writer);
        string destination = call.Query["destination"] ?? throw GoogleErrors.Required("Required parameter: destination").Thrown();
        StoredEvent stored = Find(call, source);
        call.CheckIfMatch(stored.State.Etag);
        return Answer(call, _transfers.Move(stored, call.Calendar(destination, AccessRole.Writer)));
    }

    private WireResponse Watch(ApiCall call)
    {
        CalendarState calendar = call.Calendar(AccessRole.FreeBusyReader);
        return call.Answer(channels.WatchEvents(call, calendar));
    }

    private static StoredEvent Find(ApiCall call, CalendarState calendar)
    {
        string id = call.Route("ev");
        return calendar.TryGet(id, out StoredEvent? stored) ? stored : Instances.Find(calendar, id) ?? throw GoogleErrors.NotFound.Thrown();
    }

    private static bool IsStored(StoredEvent stored) => stored.Calendar.TryGet(stored.Id, out _);

    private static WireResponse Answer(ApiCall call, StoredEvent stored)
    {
        FieldSelector? fields = call.Fields();
        EventListEnvelope.CheckEventFields(fields);
        call.ResultId = stored.Id;
        return WireResponse.Json(200, stored.Render(call.View(stored.Calendar, fields))).With("ETag", stored.State.Etag);
    }
}
