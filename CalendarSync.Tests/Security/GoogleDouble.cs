using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Http;

namespace CalendarSync.Tests.Security;

/// <summary>
/// Google's consent page, token and revoke endpoints and calendar list, as small as can be. It checks client, redirect
/// address, single use of codes and the PKCE verifier by itself, and shares no code with the product or the emulator.
/// </summary>
internal sealed class GoogleDouble : IAsyncDisposable
{
    public const string ClientId = "client.apps.googleusercontent.com";
    public const string ClientSecret = "canary-client-secret";
    public const string Calendar = "https://www.googleapis.com/auth/calendar";
    public const string CalendarEvents = "https://www.googleapis.com/auth/calendar.events";

    private readonly ConcurrentDictionary<string, (string Challenge, string RedirectUri, string Account, bool Offline)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _accessTokens = new(StringComparer.Ordinal);
    private readonly HashSet<string> _consented = new(StringComparer.Ordinal);
    private LoopbackServer _server = null!;
    private int _count;

    /// <summary>Who signs in on the consent page.</summary>
    public string Account { get; set; } = "canary-doctor@example.com";

    public bool Denies { get; set; }

    public string[] Grants { get; set; } = ["openid", CalendarEvents, Calendar];

    /// <summary>Calendars besides the primary one, by account.</summary>
    public Dictionary<string, string[]> Shared { get; } = new(StringComparer.Ordinal);

    public string AccessRole { get; set; } = "owner";

    /// <summary>Answers the next calls of the token endpoint: status and body. Null: as Google would.</summary>
    public (int Status, string Body)? TokenFault { get; set; }

    public (int Status, string Body)? RevokeFault { get; set; }

    public (int Status, string Body)? ListFault { get; set; }

    /// <summary>Runs when the consent page is asked for.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public bool RotatesRefreshTokens { get; set; }

    /// <summary>Holds token calls back until it completes.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public ConcurrentQueue<string> Prompts { get; } = new();

    public ConcurrentQueue<string> Refreshes { get; } = new();

    public ConcurrentQueue<string> Revoked { get; } = new();

    public ConcurrentQueue<string> StoppedChannels { get; } = new();

    public ConcurrentQueue<string> Addresses { get; } = new();

    public Uri Address => _server.Address;

    public (string Name, string? Value)[] Settings =>
    [
        ("GOOGLE_CLIENT_ID", ClientId), ("GOOGLE_CLIENT_SECRET", ClientSecret),
        ("GOOGLE_AUTH_URL", Address + "auth"), ("GOOGLE_TOKEN_URL", Address + "token"),
        ("GOOGLE_REVOKE_URL", Address + "revoke"), ("GOOGLE_API_URL", Address + "calendar/v3"),
    ];

    public static async Task<GoogleDouble> StartAsync()
    {
        var google = new GoogleDouble();
        google._server = await LoopbackServer.StartAsync(google.AnswerAsync);
        return google;
    }

    /// <summary>A grant that was given earlier: a refresh token and an access token that work.</summary>
    public (string Refresh, string Access) Grant(string account)
    {
        _consented.Add(account);
        return (NewToken(_refreshTokens, "canary-refresh", account), NewToken(_accessTokens, "canary-access", account));
    }

    public void ForgetRefreshToken(string token) => _refreshTokens.TryRemove(token, out _);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Addresses.Enqueue(context.Request.Path + context.Request.QueryString);
        return context.Request.Path.Value switch
        {
            "/auth" => ConsentAsync(context),
            "/token" => TokenAsync(context),
            "/revoke" => RevokeAsync(context),
            "/calendar/v3/users/me/calendarList" => ListAsync(context),
            "/calendar/v3/channels/stop" => StopAsync(context),
            { } path when path.EndsWith("/events", StringComparison.Ordinal) => NothingNewAsync(context),
            _ => WriteAsync(context, 404, "{}"),
        };
    }

    private async Task ConsentAsync(HttpContext context)
    {
        await Before();
        IQueryCollection query = context.Request.Query;
        query["client_id"].ToString().ShouldBe(ClientId);
        query["response_type"].ToString().ShouldBe("code");
        query["code_challenge_method"].ToString().ShouldBe("S256");
        query["code_challenge"].ToString().Length.ShouldBe(43);
        query["state"].ToString().Length.ShouldBeGreaterThanOrEqualTo(43);
        query["scope"].ToString().Split(' ').ShouldBe([Calendar, CalendarEvents], ignoreOrder: true);
        Prompts.Enqueue(query["prompt"].ToString());
        string back = query["redirect_uri"] + "?state=" + Uri.EscapeDataString(query["state"].ToString());
        if (Denies)
        {
            context.Response.Redirect(back + "&error=access_denied");
            return;
        }

        string code = $"4/canary-code-{Interlocked.Increment(ref _count)}";
        bool lasting = query["access_type"] == "offline" && (_consented.Add(Account) || query["prompt"] == "consent");
        _codes[code] = (query["code_challenge"].ToString(), query["redirect_uri"].ToString(), Account, lasting);
        context.Response.Redirect(back + "&code=" + Uri.EscapeDataString(code) + "&scope=" + Uri.EscapeDataString(string.Join(' ', Grants)));
    }

    private async Task TokenAsync(HttpContext context)
    {
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] == "refresh_token")
        {
            Refreshes.Enqueue(form["refresh_token"].ToString());
        }

        await Hold;
        if (TokenFault is { } fault)
        {
            await WriteAsync(context, fault.Status, fault.Body);
            return;
        }

        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
        {
            await WriteAsync(context, 401, """{"error":"invalid_client","error_description":"The OAuth client was not found."}""");
            return;
        }

        string? account = null;
        string? refresh = null;
        if (form["grant_type"] == "authorization_code" && _codes.TryRemove(form["code"].ToString(), out var code)
            && form["redirect_uri"] == code.RedirectUri && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) == code.Challenge)
        {
            account = code.Account;
            refresh = code.Offline ? NewToken(_refreshTokens, "canary-refresh", account) : null;
        }
        else if (form["grant_type"] == "refresh_token" && _refreshTokens.TryGetValue(form["refresh_token"].ToString(), out account) && RotatesRefreshTokens)
        {
            refresh = NewToken(_refreshTokens, "canary-refresh", account);
        }

        if (account is null)
        {
            await WriteAsync(context, 400, """{"error":"invalid_grant","error_description":"canary-description"}""");
            return;
        }

        string access = NewToken(_accessTokens, "canary-access", account);
        string more = refresh is null ? "" : $",\"refresh_token\":\"{refresh}\"";
        await WriteAsync(context, 200, $$"""{"access_token":"{{access}}","expires_in":3599,"token_type":"Bearer","scope":"{{string.Join(' ', Grants)}}"{{more}}}""");
    }

    private async Task RevokeAsync(HttpContext context)
    {
        context.Request.QueryString.HasValue.ShouldBeFalse();
        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        Revoked.Enqueue(form["token"].ToString());
        (int status, string body) = RevokeFault ?? (_refreshTokens.TryRemove(form["token"].ToString(), out _) ? (200, "{}") : (400, """{"error":"invalid_token"}"""));
        await WriteAsync(context, status, body);
    }

    private Task ListAsync(HttpContext context)
    {
        if (ListFault is { } fault)
        {
            return WriteAsync(context, fault.Status, fault.Body);
        }

        if (!_accessTokens.TryGetValue(context.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal), out string? account))
        {
            return WriteAsync(context, 401, """{"error":{"code":401,"errors":[{"reason":"authError"}]}}""");
        }

        string primary = $$"""{"id":"{{account}}","summary":"<b>canary</b>","primary":true,"timeZone":"Europe/Paris","accessRole":"owner"}""";
        IEnumerable<string> shared = Shared.GetValueOrDefault(account, [])
            .Select(id => $$"""{"id":"{{id}}","summary":"shared","timeZone":"Europe/Paris","accessRole":"{{AccessRole}}"}""");
        return WriteAsync(context, 200, $$"""{"kind":"calendar#calendarList","items":[{{string.Join(',', shared.Prepend(primary))}}]}""");
    }

    // No events, ever; the sync token that came goes back.
    private static Task NothingNewAsync(HttpContext context)
    {
        string? given = context.Request.Query["syncToken"];
        return WriteAsync(context, 200, $$"""{"kind":"calendar#events","timeZone":"Europe/Paris","items":[],"nextSyncToken":"{{given ?? "first"}}"}""");
    }

    private async Task StopAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        StoppedChannels.Enqueue(await reader.ReadToEndAsync(context.RequestAborted));
        context.Response.StatusCode = 204;
    }

    private string NewToken(ConcurrentDictionary<string, string> tokens, string kind, string account)
    {
        string token = $"{kind}-{Interlocked.Increment(ref _count)}";
        tokens[token] = account;
        return token;
    }

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
