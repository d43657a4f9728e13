using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Push;

/// <summary>The push channels (section 5). Called under the emulator's lock.</summary>
internal sealed class ChannelStore
{
    private const int MaxId = 64;
    private const int MaxToken = 256;

    private readonly Dictionary<string, Channel> _channels = new(StringComparer.Ordinal);
    private readonly World _world;
    private readonly PushDispatcher _dispatcher;

    public ChannelStore(World world, PushDispatcher dispatcher)
    {
        _world = world;
        _dispatcher = dispatcher;
        world.EventsChanged = calendar => Notify(c => ReferenceEquals(c.Calendar, calendar) && calendar.RoleOf(c.Account.Email) != AccessRole.None);
        world.CalendarListChanged = account => Notify(c => c.Calendar is null && ReferenceEquals(c.Account, account));
    }

    /// <summary>Channels that neither ended nor were stopped.</summary>
    public IEnumerable<Channel> Live => _channels.Values.Where(c => c.ExpirationMs > _world.Clock.NowMilliseconds);

    public byte[] WatchEvents(ApiCall call, CalendarState calendar)
    {
        if (!calendar.PushSupported)
        {
            throw GoogleErrors.Calendar("pushNotSupportedForRequestedResource", "Push notifications are not supported by this resource.").Thrown();
        }

        return Watch(call, calendar, $"/calendars/{Uri.EscapeDataString(calendar.Id)}/events");
    }

    public byte[] WatchCalendarList(ApiCall call) => Watch(call, calendar: null, "/users/me/calendarList");

    public void Stop(ApiCall call)
    {
        JsonObject body = call.Body();
        string id = JsonFields.Text(body, "id") ?? throw GoogleErrors.Required("Required").Thrown();
        string? resourceId = JsonFields.Text(body, "resourceId");
        bool mine = _channels.TryGetValue(id, out Channel? channel) && channel.ExpirationMs > _world.Clock.NowMilliseconds
            && string.Equals(channel.ResourceId, resourceId, StringComparison.Ordinal)
            && ReferenceEquals(channel.Account, call.Account) && string.Equals(channel.ClientId, call.Token.Grant.ClientId, StringComparison.Ordinal);
        if (!mine)
        {
            throw (GoogleErrors.NotFound with { Message = $"Channel '{id}' not found for project 'emulator'" }).Thrown();
        }

        _channels.Remove(id);
    }

    public void Clear() => _channels.Clear();

    /// <summary>Ends a channel without a word, as expiry does.</summary>
    public bool Expire(string id)
    {
        if (!_channels.TryGetValue(id, out Channel? channel))
        {
            return false;
        }

        channel.ExpirationMs = _world.Clock.NowMilliseconds;
        return true;
    }

    private byte[] Watch(ApiCall call, CalendarState? calendar, string path)
    {
        JsonObject body = call.Body();
        string id = ReadId(body);
        string? token = JsonFields.Text(body, "token");
        if (token?.Length > MaxToken)
        {
            throw GoogleErrors.Invalid("Invalid value for: token").Thrown();
        }

        if (JsonFields.Text(body, "type") is not ("web_hook" or "webhook"))
        {
            throw GoogleErrors.Invalid("Invalid value for: type").Thrown();
        }

        string query = call.Request.Query.Length == 0 ? "?alt=json" : $"?alt=json&{call.Request.Query}";
        string uri = $"https://www.googleapis.com/calendar/v3{path}{query}";
        Channel channel = new(id, call.Account, call.Token.Grant.ClientId, calendar, ResourceId(call.Account, path), uri)
        {
            Address = ReadAddress(body),
            Token = token,
            ExpirationMs = ReadExpiration(body),
        };
        _channels[id] = channel;
        Send(channel, "sync");
        return JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", "api#channel");
            json.WriteString("id", channel.Id);
            json.WriteString("resourceId", channel.ResourceId);
            json.WriteString("resourceUri", channel.ResourceUri);
            if (channel.Token is not null)
            {
                json.WriteString("token", channel.Token);
            }

            json.WriteString("expiration", $"{channel.ExpirationMs}");
            json.WriteEndObject();
        });
    }

    private void Notify(Func<Channel, bool> which)
    {
        if (_channels.Count == 0)
        {
            return;
        }

        foreach (Channel channel in Live.Where(which))
        {
            Send(channel, "exists");
        }
    }

    private void Send(Channel channel, string state)
    {
        // 1 for the sync message, then growing with gaps.
        channel.LastMessageNumber += state is "sync" ? 1 : 1 + _world.Random.Below(3);
        _dispatcher.Enqueue(new PushMessage(
            channel.Id, channel.Address, channel.Token, channel.ResourceId, channel.ResourceUri, state, channel.LastMessageNumber, channel.ExpirationText, _world.Clock.Now));
    }

    private string ReadId(JsonObject body)
    {
        string id = JsonFields.Text(body, "id") ?? throw GoogleErrors.Required("Required").Thrown();
        if (id.Length > MaxId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' or '/' or '='))
        {
            throw GoogleErrors.Invalid("Invalid value for: id").Thrown();
        }

        if (_channels.TryGetValue(id, out Channel? existing) && existing.ExpirationMs > _world.Clock.NowMilliseconds)
        {
            throw (GoogleErrors.Invalid($"Channel id {id} not unique") with { Reason = "channelIdNotUnique" }).Thrown();
        }

        return id;
    }

    private static string ReadAddress(JsonObject body)
    {
        string address = JsonFields.Text(body, "address") ?? throw GoogleErrors.Required("Required").Thrown();
        bool accepted = Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme is "https" || (uri.Scheme is "http" && uri.IsLoopback));
        return accepted
            ? address
            : throw (GoogleErrors.Invalid($"WebHook callback must be HTTPS: {address}") with { Reason = "push.webhookUrlNotHttps" }).Thrown();
    }

    private long ReadExpiration(JsonObject body)
    {
        long now = _world.Clock.NowMilliseconds;
        long longest = now + (long)_world.Options.ChannelLifetime.TotalMilliseconds;
        long? wanted = JsonFields.Number(body, "expiration");
        if (JsonFields.Object(body, "params") is { } parameters && JsonFields.Number(parameters, "ttl") is { } seconds)
        {
            wanted = Math.Min(wanted ?? long.MaxValue, now + (seconds * 1000));
        }

        return wanted switch
        {
            null => longest,
            { } past when past <= now => throw GoogleErrors.Invalid("Invalid value for: expiration").Thrown(),
            { } soon => Math.Min(soon, longest),
        };
    }

    private static string ResourceId(Account account, string path)
    {
        ulong a = SeededRandom.Mix(SeededRandom.Hash(account.Subject + path));
        return Convert.ToBase64String([.. BitConverter.GetBytes(a), .. BitConverter.GetBytes(SeededRandom.Mix(a))]).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
