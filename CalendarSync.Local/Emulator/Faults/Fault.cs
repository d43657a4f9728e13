using System.Text;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Faults;

/// <summary>One thing that goes wrong with one call. The factories are the faults of production; combine with <c>with</c> where a test needs more.</summary>
internal sealed record Fault(string Name)
{
    /// <summary>Answered instead of serving the call: nothing is applied.</summary>
    public WireResponse? Instead { get; init; }

    /// <summary>What becomes of the answer of a call that was served: it is applied whatever the client sees.</summary>
    public Func<WireResponse, WireResponse>? Afterwards { get; init; }

    /// <summary>Waited before the call is served, by the injected <see cref="TimeProvider"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Runs before the call is served: a user who edits in between, say.</summary>
    public Func<ValueTask>? Before { get; init; }

    /// <summary>Runs after the call was served and before the answer leaves.</summary>
    public Func<ValueTask>? After { get; init; }

    /// <summary>429 <c>rateLimitExceeded</c>, with or without <c>Retry-After</c>.</summary>
    public static Fault TooManyRequests(TimeSpan? retryAfter = null) => Refuse("429", GoogleErrors.RateLimit429 with { RetryAfter = retryAfter });

    /// <summary>403 <c>rateLimitExceeded</c>: the same meaning as 429.</summary>
    public static Fault RateLimit403(TimeSpan? retryAfter = null) =>
        Refuse("403 rateLimitExceeded", GoogleErrors.RateLimit403 with { RetryAfter = retryAfter });

    public static Fault UserRateLimit403(TimeSpan? retryAfter = null) =>
        Refuse("403 userRateLimitExceeded", GoogleErrors.UserRateLimit403 with { RetryAfter = retryAfter });

    public static Fault QuotaExceeded() => Refuse("403 quotaExceeded", GoogleErrors.QuotaExceeded);

    public static Fault DailyLimitExceeded() =>
        Refuse("403 dailyLimitExceeded", new GoogleError(403, "usageLimits", "dailyLimitExceeded", "Daily Limit Exceeded"));

    public static Fault Forbidden() => Refuse("403 forbidden", GoogleErrors.Forbidden);

    /// <summary>The API is not enabled in the project: the operator's problem.</summary>
    public static Fault ApiDisabled() => Refuse("403 accessNotConfigured", new GoogleError(403, "usageLimits", "accessNotConfigured", "Google Calendar API has not been used in project emulator before or it is disabled.")
    {
        RpcStatus = "PERMISSION_DENIED", DetailReason = "SERVICE_DISABLED",
    });

    public static Fault Unauthorized() => Refuse("401", GoogleErrors.InvalidCredentials);

    public static Fault NotFound() => Refuse("404", GoogleErrors.NotFound);

    public static Fault Conflict() => Refuse("409 conflict", new GoogleError(409, "global", "conflict", "Conflict"));

    public static Fault Duplicate() => Refuse("409 duplicate", GoogleErrors.Duplicate);

    /// <summary>410 <c>fullSyncRequired</c>: the sync token is dead.</summary>
    public static Fault FullSyncRequired() => Refuse("410 fullSyncRequired", GoogleErrors.FullSyncRequired);

    public static Fault Gone() => Refuse("410 deleted", GoogleErrors.Deleted);

    public static Fault PreconditionFailed() => Refuse("412", GoogleErrors.PreconditionFailed);

    public static Fault BackendError() => Refuse("500", GoogleErrors.BackendError);

    public static Fault Unavailable(TimeSpan? retryAfter = null) => Refuse("503", GoogleErrors.Unavailable with { RetryAfter = retryAfter });

    /// <summary>An error body without the <c>errors</c> array.</summary>
    public static Fault WithoutErrors(int status) =>
        Refuse($"{status} without errors", new GoogleError(status, "global", "backendError", "Backend Error") { WithoutErrors = true });

    /// <summary>An error with no body at all.</summary>
    public static Fault EmptyBody(int status) => new($"{status} empty") { Instead = WireResponse.Empty(status) };

    /// <summary>A proxy's page.</summary>
    public static Fault BadGatewayHtml() => new("502 html") { Instead = Html502() };

    /// <summary>Any refusal in Google's form.</summary>
    public static Fault Error(int status, string reason, string message = "Error", string domain = "global") =>
        Refuse($"{status} {reason}", new GoogleError(status, domain, reason, message));

    /// <summary>A refusal of the token endpoint, in its flat form.</summary>
    public static Fault OAuthError(int status, string error, string description) => new($"{status} {error}")
    {
        Instead = WireResponse.Text(status, "application/json; charset=utf-8", $$"""{"error":"{{error}}","error_description":"{{description}}"}"""),
    };

    /// <summary>The connection breaks before the call is served.</summary>
    public static Fault Reset() => new("reset") { Instead = WireResponse.Empty(0) with { Break = WireBreak.BeforeAnswer } };

    /// <summary>The call is served, then the connection breaks.</summary>
    public static Fault ResetAfter() => new("reset after") { Afterwards = static answer => answer with { Break = WireBreak.BeforeAnswer } };

    /// <summary>The call is served; the client is told of a backend error.</summary>
    public static Fault LostAnswer(int status = 500) => new($"{status} after")
    {
        Afterwards = _ => (GoogleErrors.BackendError with { Status = status }).ToResponse(),
    };

    /// <summary>The call is served; the client gets a proxy's page.</summary>
    public static Fault LostAnswerHtml() => new("502 html after") { Afterwards = static _ => Html502() };

    /// <summary>A well-formed HTTP answer whose JSON stops in the middle.</summary>
    public static Fault TruncatedJson() =>
        new("truncated json") { Afterwards = static answer => answer with { Body = [answer.ToArray().AsMemory(0, (int)(answer.Length / 2))] } };

    /// <summary>The connection breaks in the middle of the body.</summary>
    public static Fault CutBody() => new("cut body") { Afterwards = static answer => answer with { Break = WireBreak.MidBody } };

    /// <summary>An answer of so many megabytes; it says nothing.</summary>
    public static Fault HugeBody(int megabytes = 64) => new("huge body") { Instead = Huge(megabytes) };

    public static Fault Slow(TimeSpan delay) => new("slow") { Delay = delay };

    /// <summary>Something happens just before the call is served.</summary>
    public static Fault Meanwhile(Func<ValueTask> before) => new("meanwhile") { Before = before };

    private static Fault Refuse(string name, GoogleError error) => new(name) { Instead = error.ToResponse() };

    private static WireResponse Html502() => WireResponse.Text(
        502, "text/html; charset=UTF-8",
        "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> That's an error.<p>The server encountered a temporary error.</html>");

    private static WireResponse Huge(int megabytes)
    {
        byte[] block = new byte[1024 * 1024];
        Array.Fill(block, (byte)'a');
        return new WireResponse(
            200, "application/json; charset=UTF-8",
            [Encoding.UTF8.GetBytes("{\"kind\":\"calendar#events\",\"description\":\""), .. Enumerable.Repeat((ReadOnlyMemory<byte>)block, megabytes), Encoding.UTF8.GetBytes("\",\"items\":[]}")]);
    }
}
