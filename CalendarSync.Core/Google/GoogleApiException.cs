namespace CalendarSync.Core.Google;

/// <summary>A call that did not succeed, classified. Its message names status and reason only: never an address, a title or a body.</summary>
internal sealed class GoogleApiException : Exception
{
    public GoogleApiException(GoogleFault fault, int status, string reason, DateTimeOffset? retryAt = null, Exception? inner = null)
        : base($"Google answered {status} {reason}.", inner)
    {
        Fault = fault;
        Status = status;
        Reason = reason;
        RetryAt = retryAt;
    }

    public GoogleFault Fault { get; }

    /// <summary>HTTP status; 0 where no answer came.</summary>
    public int Status { get; }

    /// <summary>Google's reason, restricted to letters, digits, dots and underscores.</summary>
    public string Reason { get; }

    /// <summary>UTC; set where Google (Retry-After) or our own budget says when to come back.</summary>
    public DateTimeOffset? RetryAt { get; }
}
