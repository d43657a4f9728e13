using CalendarSync.Core.Connecting;
using CalendarSync.Core.Security;
using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Functions;

/// <summary>Connects a Google account: POST begins, GET is what the browser follows and what Google redirects to.</summary>
public sealed class GoogleCalendarOAuthPkce(Callers callers, ConnectFlow flow)
{
    /// <summary>POST <c>{company_id, return_url?}</c> gives <c>{authorization_url}</c>; GET answers a browser.</summary>
    [Function("google-calendar-oauth-pkce")]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "google-calendar-oauth-pkce")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return HttpMethods.IsPost(request.Method) ? StartAsync(request, cancellationToken) : BrowseAsync(request, cancellationToken);
    }

    private async Task<IActionResult> StartAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Caller caller = await Gate.IdentifyAsync(callers, request, cancellationToken);
        if (caller.UserId is null)
        {
            return Gate.Unauthenticated;
        }

        JsonBody<StartBody> body = await JsonBody.ReadAsync<StartBody>(request, cancellationToken);
        if (!body.IsRead(out StartBody? value, out IActionResult? problem))
        {
            return problem;
        }

        Answer<AuthorizationStart> answer = await flow.StartAsync(caller, value.CompanyId, value.ReturnUrl, cancellationToken);
        return answer.ToAnswer();
    }

    private async Task<IActionResult> BrowseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? language = RequestValues.Single(request.Headers.AcceptLanguage);
        if (request.Query.ContainsKey("start"))
        {
            return new BrowserPage(await flow.OpenAsync(RequestValues.Single(request.Query["start"]), language, cancellationToken));
        }

        var redirect = new OAuthRedirect(
            RequestValues.Single(request.Query["state"]),
            RequestValues.Single(request.Query["code"]),
            RequestValues.Single(request.Query["error"]),
            name => request.Cookies[name],
            language);
        return new BrowserPage(await flow.FinishAsync(redirect, cancellationToken));
    }

    private sealed record StartBody(Guid CompanyId, string? ReturnUrl = null);
}
