using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Events;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Recurrence;
using NodaTime;

namespace CalendarSync.Local.Emulator.Listing;

/// <summary>
/// events.list: full listings and deltas, page by page. A listing remembers, in its tokens, the change number at which it began; the next delta
/// starts there, so what changes while a client pages is told again rather than lost.
/// </summary>
internal sealed class EventLister(World world, TokenCodec codec)
{
    public ListPage List(ApiCall call, CalendarState calendar, EventQuery query, EventView view)
    {
        if (query.UpdatedMinMs < world.Clock.NowMilliseconds - (long)TimeSpan.FromDays(29).TotalMilliseconds)
        {
            throw GoogleErrors.UpdatedMinTooLongAgo.Thrown();
        }

        long visible = Visible(calendar);
        TokenState? sync = query.SyncToken is null ? null : DecodeSync(call, calendar, query);
        TokenState? page = query.PageToken is null ? null : DecodePage(call, calendar, query);
        long since = sync?.Until ?? -1;
        if (page is not null && page.Since != since)
        {
            throw GoogleErrors.InvalidPageToken.Thrown();
        }

        long until = page?.Until ?? visible;
        ulong cursor = page?.Cursor ?? 0;
        EventFilter filter = new(calendar, query);
        List<ReadOnlyMemory<byte>> items = [];
        int size = PageSize(query.MaxResults);
        ulong? next = query.OrderByUpdated || query.OrderByStart ? Sorted(items, SingleEvents.Ordered(calendar, query, visible), calendar, query, filter, view, cursor, size)
            : since < 0 ? Full(items, SingleEvents.Ordered(calendar, query, visible), filter, view, cursor, size, visible)
            : Delta(items, calendar, query, filter, view, (since, until), cursor, size);

        if (next is { } more)
        {
            return new ListPage(items, codec.Encode(Token(call, calendar, isPage: true, since, until, more, query.PageParameters)), NextSyncToken: null);
        }

        string? nextSync = query.GivesSyncToken ? codec.Encode(Token(call, calendar, isPage: false, since, until, 0, query.SyncParameters)) : null;
        return new ListPage(items, NextPageToken: null, nextSync);
    }

    /// <summary>The latest change that readers see at this moment.</summary>
    public long Visible(CalendarState calendar) => world.Options.ReadLag > TimeSpan.Zero
        ? calendar.Changes.LatestNotAfter(world.Clock.NowMilliseconds - (long)world.Options.ReadLag.TotalMilliseconds)
        : calendar.Changes.Latest;

    private static ulong? Full(
        List<ReadOnlyMemory<byte>> items, StoredEvent[] ordered, EventFilter filter, EventView view, ulong cursor, int size, long visible)
    {
        int i = cursor == 0 ? 0 : FirstAfter(ordered, cursor);
        ulong last = cursor;
        for (; i < ordered.Length && items.Count < size; i++)
        {
            StoredEvent stored = ordered[i];
            last = stored.ListKey;
            if (stored.FirstChangeNumber > visible)
            {
                continue;
            }

            bool stale = stored.ChangeNumber > visible && stored.Previous is not null;
            EventState state = stale ? stored.Previous! : stored.State;
            if (filter.Matches(stored, state, isDelta: false))
            {
                items.Add(stale ? EventRenderer.Render(stored, state, view) : stored.Render(view));
            }
        }

        return i < ordered.Length ? last : null;
    }

    /// <summary>All instances of a series, changed and unchanged, by start; no sync token (section 3.7). An event that is no series has none.</summary>
    public ListPage ListInstances(ApiCall call, StoredEvent series, EventQuery query, EventView view)
    {
        TokenState? page = query.PageToken is null ? null : DecodePage(call, series.Calendar, query);
        DateTimeZone zone = series.Calendar.Zone;
        EventFilter filter = new(series.Calendar, query);
        EventTime? slot = call.Query["originalStart"] is { } text ? EventTimes.ParseSlot("originalStart", text) : null;
        StoredEvent[] matching =
        [
            .. Unchanged(series, query, slot).Concat(series.Calendar.ExceptionsOf(series.Id))
                .Where(e => (query.ShowDeleted || !e.State.IsCancelled) && filter.Matches(e, e.State, isDelta: false) && (slot is null || slot.SameMoment(e.OriginalStart)))
                .OrderBy(e => e.State.Start!.InstantIn(zone)).ThenBy(static e => e.Id, StringComparer.Ordinal),
        ];
        int skip = (int)(page?.Cursor ?? 0);
        List<ReadOnlyMemory<byte>> items = [.. matching.Skip(skip).Take(PageSize(query.MaxResults)).Select(e => (ReadOnlyMemory<byte>)e.Render(view))];
        int seen = skip + items.Count;
        return seen < matching.Length
            ? new ListPage(items, codec.Encode(Token(call, series.Calendar, isPage: true, -1, -1, (ulong)seen, query.PageParameters)), NextSyncToken: null)
            : new ListPage(items, NextPageToken: null, NextSyncToken: null);
    }

    /// <summary>One that is named is found however far it is from the start.</summary>
    private static IEnumerable<StoredEvent> Unchanged(StoredEvent series, EventQuery query, EventTime? slot)
    {
        if (slot is null)
        {
            return series.State.IsSeries ? Instances.Unchanged(series, series.State, query.TimeMin, query.TimeMax) : [];
        }

        string id = InstanceIds.Of(series.Id, slot);
        return !series.Calendar.TryGet(id, out _) && Instances.Find(series.Calendar, id) is { } found ? [found] : [];
    }

    private static ulong? Delta(
        List<ReadOnlyMemory<byte>> items, CalendarState calendar, EventQuery query, EventFilter filter, EventView view, (long Since, long Until) range, ulong cursor, int size)
    {
        // Scattered anew for every delta: an exception may come before its series, on another page, or without it.
        IEnumerable<StoredEvent> changes = calendar.Changes.Between(range.Since, range.Until);
        List<(ulong Key, StoredEvent Event)> changed =
        [
            .. (query.SingleEvents ? changes.SelectMany(e => SingleEvents.Of(e, range.Since)) : changes)
                .Select(e => (Key: SeededRandom.Mix(e.ListKey ^ (ulong)range.Until), e)).Where(p => p.Key > cursor),
        ];
        changed.Sort(static (a, b) => a.Key.CompareTo(b.Key));
        int i = 0;
        ulong last = cursor;
        for (; i < changed.Count && items.Count < size; i++)
        {
            (last, StoredEvent stored) = changed[i];
            if (filter.Matches(stored, stored.State, isDelta: true))
            {
                items.Add(stored.Render(view));
            }
        }

        return i < changed.Count ? last : null;
    }

    private static ulong? Sorted(
        List<ReadOnlyMemory<byte>> items, StoredEvent[] all, CalendarState calendar, EventQuery query, EventFilter filter, EventView view, ulong skip, int size)
    {
        IEnumerable<StoredEvent> matching = all.Where(e => filter.Matches(e, e.State, isDelta: false));
        StoredEvent[] sorted = query.OrderByUpdated
            ? [.. matching.OrderBy(static e => e.State.UpdatedMs)]
            : [.. matching.OrderBy(e => e.State.Start!.InstantIn(calendar.Zone)).ThenBy(static e => e.Id, StringComparer.Ordinal)];
        items.AddRange(sorted.Skip((int)skip).Take(size).Select(e => (ReadOnlyMemory<byte>)e.Render(view)));
        int seen = (int)skip + items.Count;
        return seen < sorted.Length ? (ulong)seen : null;
    }

    private static int FirstAfter(StoredEvent[] ordered, ulong key)
    {
        int low = 0;
        int high = ordered.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ordered[middle].ListKey <= key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int PageSize(int asked)
    {
        int size = Math.Min(asked, world.Options.PageSizeLimit);
        if (!world.Options.IrregularPages)
        {
            return size;
        }

        return world.Random.Chance(0.2) ? 0 : 1 + world.Random.Below(size);
    }

    private TokenState DecodeSync(ApiCall call, CalendarState calendar, EventQuery query)
    {
        TokenState token = codec.Decode(query.SyncToken!, isPage: false) ?? throw GoogleErrors.InvalidSyncToken.Thrown();
        if (token.Owner != Owner(call, calendar))
        {
            throw GoogleErrors.InvalidSyncToken.Thrown();
        }

        CheckAlive(call, calendar, token, token.Until);
        return token.Parameters == query.SyncParameters
            ? token
            : throw GoogleErrors.NotEmulated("a sync token with other parameters than those of the listing that gave it").Thrown();
    }

    private TokenState DecodePage(ApiCall call, CalendarState calendar, EventQuery query)
    {
        TokenState token = codec.Decode(query.PageToken!, isPage: true) ?? throw GoogleErrors.InvalidPageToken.Thrown();
        if (token.Owner != Owner(call, calendar) || token.Parameters != query.PageParameters)
        {
            throw GoogleErrors.InvalidPageToken.Thrown();
        }

        CheckAlive(call, calendar, token, long.MaxValue);
        return token;
    }

    private void CheckAlive(ApiCall call, CalendarState calendar, TokenState token, long from)
    {
        bool expired = token.IssuedMs + (long)world.Options.SyncTokenLifetime.TotalMilliseconds < world.Clock.NowMilliseconds;
        if (expired || token.Generation != Generation(call, calendar) || from < calendar.OldestTokenChange)
        {
            throw GoogleErrors.FullSyncRequired.Thrown();
        }
    }

    private TokenState Token(ApiCall call, CalendarState calendar, bool isPage, long since, long until, ulong cursor, uint parameters) =>
        new(isPage, since, until, cursor, Generation(call, calendar), Owner(call, calendar), parameters, world.Clock.NowMilliseconds);

    /// <summary>A changed role kills tokens as an expired one does.</summary>
    private static int Generation(ApiCall call, CalendarState calendar) => (calendar.TokenGeneration * 8) + (int)call.RoleOf(calendar);

    private static uint Owner(ApiCall call, CalendarState calendar) => SeededRandom.Hash($"{call.Account.Subject} {calendar.Id}");
}
