using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>The refusals of section 6, by name.</summary>
internal static class GoogleErrors
{
    private const string Bearer = "Bearer realm=\"https://accounts.google.com/\"";

    public static GoogleError LoginRequired { get; } = new(401, "global", "required", "Login Required.")
    {
        Location = "Authorization", LocationType = "header", RpcStatus = "UNAUTHENTICATED", DetailReason = "CREDENTIALS_MISSING", AuthenticateHeader = Bearer,
    };

    public static GoogleError InvalidCredentials { get; } = new(401, "global", "authError", "Invalid Credentials")
    {
        Location = "Authorization", LocationType = "header", RpcStatus = "UNAUTHENTICATED", DetailReason = "ACCESS_TOKEN_EXPIRED", AuthenticateHeader = Bearer + ", error=\"invalid_token\"",
    };

    public static GoogleError ScopeInsufficient { get; } = new(403, "global", "insufficientPermissions", "Request had insufficient authentication scopes.")
    {
        RpcStatus = "PERMISSION_DENIED", DetailReason = "ACCESS_TOKEN_SCOPE_INSUFFICIENT", AuthenticateHeader = Bearer + ", error=\"insufficient_scope\"",
    };

    public static GoogleError NotFound { get; } = new(404, "global", "notFound", "Not Found");

    public static GoogleError Deleted { get; } = new(410, "global", "deleted", "Resource has been deleted");

    public static GoogleError Duplicate { get; } = new(409, "global", "duplicate", "The requested identifier already exists.");

    public static GoogleError Forbidden { get; } = new(403, "global", "forbidden", "Forbidden");

    public static GoogleError NonOrganizer { get; } = new(403, "calendar", "forbiddenForNonOrganizer", "Shared properties can only be changed by the organizer of the event.");

    public static GoogleError PreconditionFailed { get; } = new(412, "global", "conditionNotMet", "Precondition Failed") { Location = "If-Match", LocationType = "header" };

    public static GoogleError FullSyncRequired { get; } = new(410, "calendar", "fullSyncRequired", "Sync token is no longer valid, a full sync is required.") { Location = "syncToken" };

    public static GoogleError UpdatedMinTooLongAgo { get; } =
        new(410, "calendar", "updatedMinTooLongAgo", "The requested minimum modification time lies too far in the past.") { Location = "updatedMin" };

    public static GoogleError InvalidSyncToken { get; } = Invalid("Invalid sync token value.", "syncToken");

    public static GoogleError InvalidPageToken { get; } = Invalid("Invalid page token value.", "pageToken");

    public static GoogleError InvalidEventId { get; } = Invalid("Invalid resource id value.");

    public static GoogleError TimeRangeEmpty { get; } = Calendar("timeRangeEmpty", "The specified time range is empty.");

    public static GoogleError QuotaExceeded { get; } = new(403, "usageLimits", "quotaExceeded", "Calendar usage limits exceeded.");

    public static GoogleError RateLimit429 { get; } = new(429, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded");

    public static GoogleError RateLimit403 { get; } = new(403, "usageLimits", "rateLimitExceeded", "Rate Limit Exceeded");

    public static GoogleError UserRateLimit403 { get; } = new(403, "usageLimits", "userRateLimitExceeded", "User Rate Limit Exceeded");

    public static GoogleError BackendError { get; } = new(500, "global", "backendError", "Backend Error");

    public static GoogleError Unavailable { get; } = new(503, "global", "backendError", "Service Unavailable") { RpcStatus = "UNAVAILABLE" };

    public static GoogleError InvalidSequence { get; } = Invalid(
        "Invalid sequence value. The specified sequence number is below the current sequence number of the resource. Re-fetch the resource and use its sequence number on the following request.");

    public static GoogleError AccessRequired(AccessRole role) =>
        new(403, "calendar", "requiredAccessLevel", $"You need to have {AccessRoles.Name(role)} access to this calendar.");

    public static GoogleError EventTypeRestriction(string message) => new(400, "calendar", "eventTypeRestriction", message);

    public static GoogleError Invalid(string message, string? parameter = null) => new(400, "global", "invalid", message) { Location = parameter };

    public static GoogleError InvalidParameter(string name, string value) =>
        new(400, "global", "invalidParameter", $"Invalid value for: {name}: '{value}'") { Location = name };

    public static GoogleError Required(string message) => new(400, "global", "required", message);

    public static GoogleError BadRequest(string message) => new(400, "global", "badRequest", message);

    public static GoogleError ParseError(string message) => new(400, "global", "parseError", message);

    public static GoogleError Calendar(string reason, string message) => new(400, "calendar", reason, message);

    public static GoogleError UnknownParameter(string name) =>
        new(400, "global", "badRequest", $"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter. Field '{name}' could not be found in request message.")
        {
            RpcStatus = "INVALID_ARGUMENT",
        };

    /// <summary>Not Google's: the emulator does not know how Google would answer, and says so instead of guessing.</summary>
    public static GoogleError NotEmulated(string feature) =>
        new(501, "emulator", "notEmulated", $"The emulator does not support this: {feature}.") { RpcStatus = "UNIMPLEMENTED" };
}
