using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>The faults by the names that the admin API takes.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<string, Func<AdminCall, Fault>> Faults = new(StringComparer.Ordinal)
    {
        ["too_many_requests"] = static call => Fault.TooManyRequests(RetryAfter(call)),
        ["rate_limit_403"] = static call => Fault.RateLimit403(RetryAfter(call)),
        ["user_rate_limit_403"] = static call => Fault.UserRateLimit403(RetryAfter(call)),
        ["quota_exceeded"] = static _ => Fault.QuotaExceeded(),
        ["daily_limit_exceeded"] = static _ => Fault.DailyLimitExceeded(),
        ["forbidden"] = static _ => Fault.Forbidden(),
        ["api_disabled"] = static _ => Fault.ApiDisabled(),
        ["unauthorized"] = static _ => Fault.Unauthorized(),
        ["not_found"] = static _ => Fault.NotFound(),
        ["conflict"] = static _ => Fault.Conflict(),
        ["duplicate"] = static _ => Fault.Duplicate(),
        ["full_sync_required"] = static _ => Fault.FullSyncRequired(),
        ["gone"] = static _ => Fault.Gone(),
        ["precondition_failed"] = static _ => Fault.PreconditionFailed(),
        ["backend_error"] = static _ => Fault.BackendError(),
        ["unavailable"] = static call => Fault.Unavailable(RetryAfter(call)),
        ["without_errors"] = static call => Fault.WithoutErrors(Status(call)),
        ["empty_body"] = static call => Fault.EmptyBody(Status(call)),
        ["bad_gateway_html"] = static _ => Fault.BadGatewayHtml(),
        ["reset"] = static _ => Fault.Reset(),
        ["reset_after"] = static _ => Fault.ResetAfter(),
        ["lost_answer"] = static call => Fault.LostAnswer(Status(call)),
        ["lost_answer_html"] = static _ => Fault.LostAnswerHtml(),
        ["truncated_json"] = static _ => Fault.TruncatedJson(),
        ["cut_body"] = static _ => Fault.CutBody(),
        ["huge_body"] = static call => Fault.HugeBody((int)(call.NumberOrNull("megabytes") ?? 64)),
        ["slow"] = static call => Fault.Slow(TimeSpan.FromMilliseconds(call.RealOrNull("delay_ms") ?? 1000)),
        ["invalid_grant"] = static _ => Fault.OAuthError(400, "invalid_grant", "Token has been expired or revoked."),
        ["invalid_client"] = static _ => Fault.OAuthError(401, "invalid_client", "Unauthorized"),
    };

    public static IEnumerable<string> Names => Faults.Keys;

    public static Fault? Find(string name, AdminCall call) => Faults.TryGetValue(name, out Func<AdminCall, Fault>? make) ? make(call) : null;

    private static TimeSpan? RetryAfter(AdminCall call) =>
        call.RealOrNull("retry_after_seconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static int Status(AdminCall call) => (int)(call.NumberOrNull("status") ?? 500);
}
