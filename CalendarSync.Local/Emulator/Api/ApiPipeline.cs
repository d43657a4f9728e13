using CalendarSync.Local.Emulator.Calls;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Listing;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.OAuth;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The way of a call to the Calendar API: recognise, strike with a fault, let in, serve under the lock, count.</summary>
internal sealed class ApiPipeline
{
    private const string Root = "/calendar/v3/";

    private static readonly string[] Common = ["fields", "prettyPrint", "alt", "key", "quotaUser", "userIp", "access_token", "oauth_token"];

    private static readonly string[] Repeatable = ["eventTypes", "privateExtendedProperty", "sharedExtendedProperty"];

    private readonly GoogleEmulator _emulator;
    private readonly RouteTable<ApiMethod> _methods;
    private readonly RateLimiter _limiter;

    public ApiPipeline(GoogleEmulator emulator, TokenCodec codec)
    {
        _emulator = emulator;
        World world = emulator.World;
        _limiter = new RateLimiter(world);
        IEnumerable<ApiMethod> methods =
        [
            .. new EventsApi(world, emulator.Writer, new EventLister(world, codec), emulator.Channels).Methods(),
            .. new CalendarListApi(world, emulator.Channels, codec).Methods(),
            .. new CalendarsApi(world).Methods(),
            .. SettingsApi.Methods(),
            new ApiMethod("channels.stop", "POST", "channels/stop", Scopes.EventRead, [], call =>
            {
                emulator.Channels.Stop(call);
                return WireResponse.Empty(204);
            }),
        ];
        _methods = new RouteTable<ApiMethod>(methods.Select(static m => (m.Verb, m.Path, m)));
    }

    public async Task<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        string path = request.Path.StartsWith(Root, StringComparison.Ordinal) ? request.Path[Root.Length..] : "";
        if (_methods.Match(request.Method, path) is not { } match)
        {
            return GoogleErrors.NotFound.ToResponse();
        }

        (ApiMethod method, IReadOnlyDictionary<string, string> route) = match;
        QueryParameters query = QueryParameters.Parse(request.Query);
        string? bearer = BearerOf(request, query);
        AccessToken? token = FindToken(bearer);
        string? calendarId = route.GetValueOrDefault("cal");
        CallInfo info = new(_emulator.Calls.NextNumber(), method.Name, method.Writes, token?.Grant.Account.Email, calendarId, route.GetValueOrDefault("ev"), query, request);
        ServedCall served = await FaultStage.RunAsync(
            _emulator, info, () => ValueTask.FromResult(Serve(method, request, query, route, bearer)), cancellationToken);
        if (method.Name.EndsWith(".watch", StringComparison.Ordinal) && served.Applied && _emulator.Options.SyncMessageBeforeAnswer)
        {
            await _emulator.Push.DeliverAsync(cancellationToken, JsonFields.Text(JsonFields.ParseBody(request.Body), "id"));
        }

        _emulator.Calls.Add(new CallRecord(
            info.Number, _emulator.Clock.Now, method.Name, request.Method, info.Account, calendarId, info.EventId ?? served.EventId,
            served.Answer.Break == WireBreak.BeforeAnswer ? 0 : served.Answer.Status, method.Units, method.Writes, served.Applied, served.Fault));
        return served.Answer;
    }

    private ServedCall Serve(ApiMethod method, WireRequest request, QueryParameters query, IReadOnlyDictionary<string, string> route, string? bearer)
    {
        try
        {
            lock (_emulator.World.Gate)
            {
                AccessToken token = Authenticate(bearer);
                Check(method, query, token);
                ApiCall call = new(_emulator.World, method, request, query, route, token);
                WireResponse answer = method.Handle is { } handle ? handle(call) : throw GoogleErrors.NotEmulated(method.Name).Thrown();
                return new ServedCall(answer, Applied: true, Fault: null) { EventId = call.ResultId };
            }
        }
        catch (GoogleErrorException refused)
        {
            return new ServedCall(refused.Error.ToResponse(), Applied: false, Fault: null);
        }
    }

    private AccessToken? FindToken(string? bearer)
    {
        lock (_emulator.World.Gate)
        {
            return bearer is null ? null : _emulator.Grants.FindAccessToken(bearer);
        }
    }

    private AccessToken Authenticate(string? bearer)
    {
        if (bearer is null)
        {
            throw GoogleErrors.LoginRequired.Thrown();
        }

        return _emulator.Grants.FindAccessToken(bearer) ?? throw GoogleErrors.InvalidCredentials.Thrown();
    }

    private void Check(ApiMethod method, QueryParameters query, AccessToken token)
    {
        if (!method.Scopes.Any(token.Has))
        {
            throw GoogleErrors.ScopeInsufficient.Thrown();
        }

        string user = query["quotaUser"] ?? token.Grant.Account.Email;
        if (user.Length > 40 && query.Has("quotaUser"))
        {
            throw GoogleErrors.InvalidParameter("quotaUser", user).Thrown();
        }

        if (_limiter.Charge(user, method.Units) is { } limited)
        {
            throw limited.Thrown();
        }

        if (method.Writes && token.Grant.Account.WritesExhausted)
        {
            throw GoogleErrors.QuotaExceeded.Thrown();
        }

        foreach ((string name, string value) in query.Pairs)
        {
            if (!Repeatable.Contains(name, StringComparer.Ordinal) && query.All(name).Skip(1).Any())
            {
                throw GoogleErrors.InvalidParameter(name, value).Thrown();
            }

            if (!Common.Contains(name, StringComparer.Ordinal) && !method.Parameters.Contains(name, StringComparer.Ordinal))
            {
                throw GoogleErrors.UnknownParameter(name).Thrown();
            }

            if (name is "alt" && value is not "json")
            {
                throw GoogleErrors.InvalidParameter(name, value).Thrown();
            }
        }
    }

    private static string? BearerOf(WireRequest request, QueryParameters query) =>
        request.Header("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : query["access_token"];
}
