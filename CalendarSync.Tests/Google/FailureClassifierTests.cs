using System.Text;

using CalendarSync.Core.Google;

namespace CalendarSync.Tests.Google;

public sealed class FailureClassifierTests
{
    private const string Any = "GetEvent";

    [Theory]
    [InlineData(Any, 400, "badRequest", "Bad Request", GoogleFault.Permanent)]
    [InlineData(Any, 400, "invalid", "Invalid value for: x", GoogleFault.Permanent)]
    [InlineData(Any, 400, "invalidParameter", "Invalid value", GoogleFault.Permanent)]
    [InlineData(Any, 400, "parseError", "Parse Error", GoogleFault.Permanent)]
    [InlineData(Any, 400, "required", "Missing end time.", GoogleFault.Permanent)]
    [InlineData(Any, 400, "timeRangeEmpty", "The specified time range is empty.", GoogleFault.Permanent)]
    [InlineData("ListEvents", 400, "invalid", "Invalid sync token value.", GoogleFault.FullSyncRequired)]
    [InlineData(Any, 400, "invalid", "Invalid sync token value.", GoogleFault.Permanent)]
    [InlineData("ListEvents", 400, "badRequest", "Sync token cannot be used with other request restrictions", GoogleFault.Permanent)]
    [InlineData(Any, 400, "invalid", "Invalid resource id value.", GoogleFault.Permanent)]
    [InlineData("UpdateEvent", 400, "invalid", "Invalid sequence value. The specified sequence number is below the current one.", GoogleFault.Changed)]
    [InlineData(Any, 400, "eventRemindersCountExceedsLimit", "", GoogleFault.Permanent)]
    [InlineData(Any, 400, "cannotUseDefaultRemindersAndSpecifyOverride", "", GoogleFault.Permanent)]
    [InlineData("WatchEvents", 400, "channelIdNotUnique", "Channel id x not unique", GoogleFault.Duplicate)]
    [InlineData("WatchEvents", 400, "push.webhookUrlNotHttps", "", GoogleFault.PushNotSupported)]
    [InlineData("WatchEvents", 400, "pushNotSupportedForRequestedResource", "", GoogleFault.PushNotSupported)]
    [InlineData("WatchEvents", 401, "push.webhookUrlUnauthorized", "", GoogleFault.PushNotSupported)]
    [InlineData("WatchEvents", 403, "push.webhookUrlUnauthorized", "", GoogleFault.PushNotSupported)]
    [InlineData(Any, 400, "malformedFocusTimeEvent", "", GoogleFault.Permanent)]
    [InlineData(Any, 400, "eventTypeRestriction", "", GoogleFault.Permanent)]
    [InlineData(Any, 403, "eventTypeRestriction", "", GoogleFault.Permanent)]
    [InlineData("MoveEvent", 400, "cannotChangeOrganizerOfInstance", "", GoogleFault.Permanent)]
    [InlineData(Any, 400, "participantIsNeitherOrganizerNorAttendee", "", GoogleFault.Permanent)]
    [InlineData(Any, 400, "eventDurationExceedsLimit", "", GoogleFault.Permanent)]
    [InlineData(Any, 401, "authError", "Invalid Credentials", GoogleFault.NeedsReauthorisation)]
    [InlineData(Any, 401, "required", "Login Required", GoogleFault.Permanent)]
    [InlineData(Any, 403, "dailyLimitExceeded", "", GoogleFault.Operator)]
    [InlineData(Any, 403, "userRateLimitExceeded", "User Rate Limit Exceeded", GoogleFault.Transient)]
    [InlineData(Any, 403, "rateLimitExceeded", "Rate Limit Exceeded", GoogleFault.Transient)]
    [InlineData("InsertEvent", 403, "quotaExceeded", "Calendar usage limits exceeded.", GoogleFault.WritesPaused)]
    [InlineData(Any, 403, "forbidden", "Forbidden", GoogleFault.Permanent)]
    [InlineData("InsertEvent", 403, "requiredAccessLevel", "You need to have writer access to this calendar.", GoogleFault.ReadOnlyCalendar)]
    [InlineData(Any, 403, "forbiddenForNonOrganizer", "", GoogleFault.Permanent)]
    [InlineData(Any, 403, "forbiddenForServiceAccounts", "", GoogleFault.Permanent)]
    [InlineData(Any, 403, "insufficientPermissions", "", GoogleFault.NeedsReauthorisation)]
    [InlineData(Any, 403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "", GoogleFault.NeedsReauthorisation)]
    [InlineData(Any, 403, "accessNotConfigured", "", GoogleFault.Operator)]
    [InlineData(Any, 403, "SERVICE_DISABLED", "", GoogleFault.Operator)]
    [InlineData(Any, 403, "domainPolicy", "", GoogleFault.NeedsReauthorisation)]
    [InlineData(Any, 403, "notACalendarUser", "", GoogleFault.NeedsReauthorisation)]
    [InlineData(Any, 403, "somethingNew", "", GoogleFault.Permanent)]
    [InlineData(Any, 404, "notFound", "Not Found", GoogleFault.NotFound)]
    [InlineData("InsertEvent", 409, "duplicate", "The requested identifier already exists.", GoogleFault.Duplicate)]
    [InlineData(Any, 409, "conflict", "Conflict", GoogleFault.Transient)]
    [InlineData("ListEvents", 410, "fullSyncRequired", "", GoogleFault.FullSyncRequired)]
    [InlineData("ListEvents", 410, "updatedMinTooLongAgo", "", GoogleFault.FullSyncRequired)]
    [InlineData("DeleteEvent", 410, "deleted", "Resource has been deleted", GoogleFault.Gone)]
    [InlineData("UpdateEvent", 412, "conditionNotMet", "Precondition Failed", GoogleFault.Changed)]
    [InlineData(Any, 429, "rateLimitExceeded", "Rate Limit Exceeded", GoogleFault.Transient)]
    [InlineData(Any, 500, "backendError", "Backend Error", GoogleFault.Transient)]
    [InlineData(Any, 502, "backendError", "", GoogleFault.Transient)]
    [InlineData(Any, 503, "backendError", "", GoogleFault.Transient)]
    [InlineData(Any, 504, "", "", GoogleFault.Transient)]
    internal void Each_answer_of_the_error_table_means_one_thing(string call, int status, string reason, string message, GoogleFault expected)
    {
        var body = $$"""{"error":{"errors":[{"domain":"global","reason":"{{reason}}","message":"{{message}}"}],"code":{{status}},"message":"{{message}}"} }""";

        var failure = FailureClassifier.Classify(Enum.Parse<GoogleCall>(call), status, Error(body));

        failure.Fault.ShouldBe(expected);
        failure.Status.ShouldBe(status);
        failure.Reason.ShouldBe(reason.Length == 0 ? $"http{status}" : reason);
    }

    [Theory]
    [InlineData("GetEvent", 404, "", GoogleFault.NotFound)]
    [InlineData("GetEvent", 401, "", GoogleFault.NeedsReauthorisation)]
    [InlineData("GetEvent", 403, "<html>Forbidden</html>", GoogleFault.Permanent)]
    [InlineData("GetEvent", 502, "<html>Bad Gateway</html>", GoogleFault.Transient)]
    [InlineData("GetEvent", 503, "", GoogleFault.Transient)]
    [InlineData("GetEvent", 429, "[]", GoogleFault.Transient)]
    [InlineData("GetEvent", 302, "", GoogleFault.Transient)]
    [InlineData("GetEvent", 408, "", GoogleFault.Transient)]
    [InlineData("GetEvent", 413, "", GoogleFault.Permanent)]
    [InlineData("GetEvent", 410, "{}", GoogleFault.Gone)]
    [InlineData("ListEvents", 410, "{}", GoogleFault.FullSyncRequired)]
    [InlineData("UpdateEvent", 412, """{"error":null}""", GoogleFault.Changed)]
    [InlineData("InsertEvent", 409, """{"error":{"errors":[]}}""", GoogleFault.Transient)]
    [InlineData("GetEvent", 403, """{"error":{"errors":[{"domain":"usageLimits","reason":"newLimitExceeded"}]}}""", GoogleFault.Transient)]
    [InlineData("GetEvent", 403, """{"error":{"errors":["text",7]}}""", GoogleFault.Permanent)]
    [InlineData("GetEvent", 400, """{"error":{"errors":[{"reason":"\ud800"}]}}""", GoogleFault.Permanent)]
    [InlineData("ListEvents", 400, """{"error":{"errors":[{"domain":"global","reason":"invalid","location":"pageToken"}]}}""", GoogleFault.FullSyncRequired)]
    internal void Bodies_without_a_reason_are_judged_by_status(string call, int status, string body, GoogleFault expected) =>
        FailureClassifier.Classify(Enum.Parse<GoogleCall>(call), status, Error(body)).Fault.ShouldBe(expected);

    [Fact]
    public void The_front_ends_form_has_its_reason_in_the_details_or_the_status()
    {
        const string Details = """
            {"error":{"code":403,"message":"x","status":"PERMISSION_DENIED",
             "details":[{"@type":"y"},{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"SERVICE_DISABLED","domain":"googleapis.com"}]}}
            """;

        FailureClassifier.Classify(GoogleCall.GetEvent, 403, Error(Details)).Fault.ShouldBe(GoogleFault.Operator);
        FailureClassifier.Classify(GoogleCall.GetEvent, 401, Error("""{"error":{"code":401,"status":"UNAUTHENTICATED"}}""")).Reason.ShouldBe("UNAUTHENTICATED");
    }

    [Fact]
    public void A_reason_that_could_hold_data_is_not_repeated()
    {
        var failure = FailureClassifier.Classify(GoogleCall.GetEvent, 400, Error("""{"error":{"errors":[{"reason":"someone@example.org"}],"message":"secret"}}"""));

        failure.Reason.ShouldBe("http400");
        failure.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""", GoogleFault.NeedsReauthorisation)]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Missing code verifier."}""", GoogleFault.NeedsReauthorisation)]
    [InlineData(400, """{"error":"redirect_uri_mismatch"}""", GoogleFault.Operator)]
    [InlineData(401, """{"error":"invalid_client"}""", GoogleFault.Operator)]
    [InlineData(401, """{"error":"unauthorized_client"}""", GoogleFault.Operator)]
    [InlineData(400, """{"error":"invalid_request"}""", GoogleFault.Operator)]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", GoogleFault.Operator)]
    [InlineData(400, """{"error":"admin_policy_enforced"}""", GoogleFault.NeedsReauthorisation)]
    [InlineData(403, """{"error":"access_denied"}""", GoogleFault.NeedsReauthorisation)]
    [InlineData(500, """{"error":"internal_failure"}""", GoogleFault.Transient)]
    [InlineData(503, """{"error":"temporarily_unavailable"}""", GoogleFault.Transient)]
    [InlineData(503, """{"error":"invalid_grant"}""", GoogleFault.Transient)]
    [InlineData(429, "", GoogleFault.Transient)]
    [InlineData(502, "<html>", GoogleFault.Transient)]
    [InlineData(400, "<html>captive portal</html>", GoogleFault.Transient)]
    [InlineData(0, "", GoogleFault.Transient)]
    internal void Each_answer_of_the_token_endpoint_means_one_thing(int status, string body, GoogleFault expected) =>
        FailureClassifier.Token(status, GoogleError.ParseToken(Encoding.UTF8.GetBytes(body))).Fault.ShouldBe(expected);

    private static GoogleError Error(string body) => GoogleError.Parse(Encoding.UTF8.GetBytes(body));
}
