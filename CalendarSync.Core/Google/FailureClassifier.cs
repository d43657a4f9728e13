using System.Globalization;

namespace CalendarSync.Core.Google;

/// <summary>The one place that knows what an answer of Google means. It decides by the reason, then by the status; never by the status alone for a 403.</summary>
internal static class FailureClassifier
{
    private const int LongestReason = 64;

    /// <summary>A calendar call that was answered, and not with success.</summary>
    public static GoogleApiException Classify(GoogleCall call, int status, GoogleError error, DateTimeOffset? retryAt = null) =>
        new(Fault(call, status, error), status, Safe(error.Reason, status), retryAt);

    /// <summary>A call without an answer. The caller's own cancellation is none of these.</summary>
    public static GoogleApiException NoAnswer(string reason, Exception? inner = null) => new(GoogleFault.Transient, 0, reason, inner: inner);

    /// <summary>An answer of the token endpoint that gave no token.</summary>
    /// <param name="status">HTTP status; 0 where no answer came.</param>
    /// <param name="error">The body's <c>error</c>; null where it has none.</param>
    /// <param name="retryAt">UTC, where the answer says it.</param>
    public static GoogleApiException Token(int status, string? error, DateTimeOffset? retryAt = null) =>
        new(TokenFault(status, error), status, Safe(error, status), retryAt);

    private static GoogleFault TokenFault(int status, string? error) => error switch
    {
        _ when status is 0 or 429 or >= 500 => GoogleFault.Transient,
        "invalid_grant" => GoogleFault.NeedsReauthorisation,
        // The user's own administrator or the user decided.
        "access_denied" or "admin_policy_enforced" or "interaction_required" => GoogleFault.NeedsReauthorisation,
        "invalid_client" or "unauthorized_client" or "deleted_client" or "org_internal" or "redirect_uri_mismatch" => GoogleFault.Operator,
        "invalid_request" or "invalid_scope" or "unsupported_grant_type" => GoogleFault.Operator,
        // Something between us and Google. Nobody is asked to connect again because of a proxy.
        _ => GoogleFault.Transient,
    };

    private static GoogleFault Fault(GoogleCall call, int status, GoogleError error) => error.Reason switch
    {
        "fullSyncRequired" or "updatedMinTooLongAgo" => GoogleFault.FullSyncRequired,
        "pushNotSupportedForRequestedResource" or "push.webhookUrlNotHttps" or "push.webhookUrlUnauthorized" => GoogleFault.PushNotSupported,
        "channelIdNotUnique" => GoogleFault.Duplicate,
        _ => status switch
        {
            400 => BadRequest(call, error),
            // "required": no token was sent at all, which a new consent would not change.
            401 => error.Reason is "required" ? GoogleFault.Permanent : GoogleFault.NeedsReauthorisation,
            403 => Forbidden(error),
            404 => GoogleFault.NotFound,
            409 => error.Reason is "duplicate" ? GoogleFault.Duplicate : GoogleFault.Transient,
            410 => call == GoogleCall.ListEvents ? GoogleFault.FullSyncRequired : GoogleFault.Gone,
            412 => GoogleFault.Changed,
            408 or 425 or 429 => GoogleFault.Transient,
            >= 402 and < 500 => GoogleFault.Permanent,
            // 5xx; and redirects, which are not followed: somebody between us and Google.
            _ => GoogleFault.Transient,
        },
    };

    // Google gives these the reason "invalid" like every other wrong value: the place or the text tells.
    private static GoogleFault BadRequest(GoogleCall call, GoogleError error)
    {
        if (call == GoogleCall.ListEvents && (error.Location is "pageToken" || Says(error, "Invalid sync token")))
        {
            return GoogleFault.FullSyncRequired;
        }

        return Says(error, "Invalid sequence value") ? GoogleFault.Changed : GoogleFault.Permanent;
    }

    private static GoogleFault Forbidden(GoogleError error) => error.Reason switch
    {
        "userRateLimitExceeded" or "rateLimitExceeded" or "RATE_LIMIT_EXCEEDED" => GoogleFault.Transient,
        "quotaExceeded" => GoogleFault.WritesPaused,
        "dailyLimitExceeded" or "accessNotConfigured" or "SERVICE_DISABLED" => GoogleFault.Operator,
        "insufficientPermissions" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT" or "domainPolicy" or "notACalendarUser" => GoogleFault.NeedsReauthorisation,
        "requiredAccessLevel" => GoogleFault.ReadOnlyCalendar,
        _ => error.Domain is "usageLimits" ? GoogleFault.Transient : GoogleFault.Permanent,
    };

    private static bool Says(GoogleError error, string start) => error.Message?.StartsWith(start, StringComparison.Ordinal) == true;

    // A reason goes to logs and to columns: a text that is none may hold anything.
    private static string Safe(string? reason, int status) =>
        reason is { Length: > 0 and <= LongestReason } && reason.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_')
            ? reason
            : "http" + status.ToString(CultureInfo.InvariantCulture);
}
