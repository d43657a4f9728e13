using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;

using CalendarSync.Core.Telemetry;

namespace CalendarSync.Core.Google;

/// <summary>
/// One call: budget, token, time limit, a second try with a new token where the first has just died, and every failure classified. The request is
/// made anew for each try.
/// </summary>
internal sealed class GoogleTransport(
    HttpClient http, GoogleClientOptions options, IAccessTokens tokens, RateBudget budget, ServerClock clock, TimeProvider timeProvider)
{
    private const int LargestError = 64 * 1024;

    /// <summary>Sends the call and reads the whole of its answer.</summary>
    public async Task<byte[]> SendAsync(GoogleAccount account, GoogleCall call, Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        TakeUnits(account, call);
        var token = await tokens.GetAsync(account, null, cancellationToken);
        try
        {
            return await TryAsync(call, request(), token, cancellationToken);
        }
        catch (GoogleApiException e) when (e is { Status: 401, Fault: GoogleFault.NeedsReauthorisation })
        {
            // The token died early (revoked, or our clock runs slow). A new one settles whether the grant died too.
        }

        var renewed = await tokens.GetAsync(account, token, cancellationToken);
        TakeUnits(account, call);
        return await TryAsync(call, request(), renewed, cancellationToken);
    }

    private void TakeUnits(GoogleAccount account, GoogleCall call)
    {
        // The only PATCH.
        if (budget.Take(account, call == GoogleCall.SetCalendarColor ? 3 : 1) is { } retryAt)
        {
            throw new GoogleApiException(GoogleFault.Transient, 0, "ownBudget", retryAt);
        }
    }

    private async Task<byte[]> TryAsync(GoogleCall call, HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        using var timeLimit = new CancellationTokenSource(call == GoogleCall.ListEvents ? options.PageTimeout : options.CallTimeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeLimit.Token);
        try
        {
            using (request)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                return await ExchangeAsync(call, request, either.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw FailureClassifier.NoAnswer("timeout");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            // InvalidDataException: a compressed answer that is cut or damaged.
            throw FailureClassifier.NoAnswer("network", e);
        }
    }

    private async Task<byte[]> ExchangeAsync(GoogleCall call, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var span = SyncTelemetry.Spans.StartActivity("google " + call, ActivityKind.Client);
        var began = timeProvider.GetTimestamp();
        int? status = null;
        try
        {
            var sent = timeProvider.GetUtcNow();
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            status = (int)response.StatusCode;
            return await ReadAsync(call, response, sent, cancellationToken);
        }
        finally
        {
            span?.SetTag("http.response.status_code", status).SetStatus(status < 400 ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
            SyncTelemetry.Call(call.ToString(), status, timeProvider.GetElapsedTime(began));
        }
    }

    private async Task<byte[]> ReadAsync(GoogleCall call, HttpResponseMessage response, DateTimeOffset sent, CancellationToken cancellationToken)
    {
        var received = timeProvider.GetUtcNow();
        clock.Observe(response.Headers.Date, sent, received);
        if (response.IsSuccessStatusCode)
        {
            return await AnswerBody.ReadAsync(
                response.Content, call == GoogleCall.ListEvents ? options.LargestPage : options.LargestAnswer, cancellationToken);
        }

        var (body, _) = await AnswerBody.ReadUpToAsync(response.Content, LargestError, cancellationToken);
        throw FailureClassifier.Classify(call, (int)response.StatusCode, GoogleError.Parse(body), RetryAfter.Of(response.Headers, received));
    }

    /// <summary>Reads an answer that has arrived; what is cut on the way is worth another try.</summary>
    public static T Read<T>(byte[] answer, Func<ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (JsonException e)
        {
            throw FailureClassifier.NoAnswer("brokenAnswer", e);
        }
    }
}
