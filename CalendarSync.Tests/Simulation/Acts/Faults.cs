using CalendarSync.Local.Emulator.Faults;

namespace CalendarSync.Tests.Simulation.Acts;

/// <summary>What Google can do to a call, by the names that stories use.</summary>
internal static class Faults
{
    public static readonly IReadOnlyDictionary<string, Fault> All = new Dictionary<string, Fault>(StringComparer.Ordinal)
    {
        ["401"] = Fault.Unauthorized(),
        ["403-rate"] = Fault.RateLimit403(),
        ["403-user-rate"] = Fault.UserRateLimit403(TimeSpan.FromSeconds(20)),
        ["403-quota"] = Fault.QuotaExceeded(),
        ["403-disabled"] = Fault.ApiDisabled(),
        ["403-forbidden"] = Fault.Forbidden(),
        ["409-conflict"] = Fault.Conflict(),
        ["410-token"] = Fault.FullSyncRequired(),
        ["412"] = Fault.PreconditionFailed(),
        ["429"] = Fault.TooManyRequests(),
        ["429-later"] = Fault.TooManyRequests(TimeSpan.FromSeconds(30)),
        ["500"] = Fault.BackendError(),
        ["502-html"] = Fault.BadGatewayHtml(),
        ["503"] = Fault.Unavailable(),
        ["503-empty"] = Fault.EmptyBody(503),
        ["reset"] = Fault.Reset(),
        ["lost-reset"] = Fault.ResetAfter(),
        ["lost-500"] = Fault.LostAnswer(),
        ["lost-503"] = Fault.LostAnswer(503),
        ["lost-html"] = Fault.LostAnswerHtml(),
        ["truncated"] = Fault.TruncatedJson(),
        ["cut"] = Fault.CutBody(),
    };

    /// <summary>Whether Google can say this to such a call.</summary>
    public static bool Fits(string fault, CallInfo call, string calls) =>
        calls switch { "write" => call.IsWrite, "list" => call.Method is "events.list", _ => true }
        && fault switch
        {
            "412" => call.Method is "events.update" or "events.delete",
            "410-token" => call.Method is "events.list",
            "409-conflict" or "403-forbidden" or "403-quota" => call.IsWrite,
            _ => true,
        };
}
