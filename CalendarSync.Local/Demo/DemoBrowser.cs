using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace CalendarSync.Local.Demo;

/// <summary>The owner at a browser: starts the connection, consents at Google, comes back. And the operator who runs timers by hand.</summary>
internal sealed class DemoBrowser : IDisposable
{
    private const int MostRedirects = 10;

    private readonly DemoSettings _settings;
    private readonly DemoPeople _people;
    private readonly HttpClient _http;

    public DemoBrowser(DemoSettings settings, DemoPeople people)
    {
        _settings = settings;
        _people = people;
        // Redirects are followed by hand, as each of them is a step of the consent.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false })
        {
            BaseAddress = new Uri(settings.BaseUrl),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>Connects the owner's Google account, as a browser does.</summary>
    /// <exception cref="DemoFailureException">The consent did not end in a connection.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var start = new HttpRequestMessage(HttpMethod.Post, "/api/google-calendar-oauth-pkce") { Content = JsonContent.Create(new { company_id = _people.CompanyId }) };
        start.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _people.Token(_settings.JwtSecret, TimeProvider.System.GetUtcNow()));
        using HttpResponseMessage answer = await _http.SendAsync(start, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new DemoFailureException($"the OAuth function answered {(int)answer.StatusCode} to its start");
        }

        JsonNode? body = await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        string address = (string?)body?["authorization_url"] ?? throw new DemoFailureException("the OAuth function gave no authorization_url");
        await FollowAsync(new Uri(address), cancellationToken);
    }

    /// <summary>Runs a timer function and gives the status of the answer.</summary>
    public async Task<int> RunTimerAsync(string function, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Content = JsonContent.Create(new { }) };
        request.Headers.Add("x-functions-key", _settings.FunctionsKey);
        using HttpResponseMessage answer = await _http.SendAsync(request, cancellationToken);
        return (int)answer.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    private async Task FollowAsync(Uri address, CancellationToken cancellationToken)
    {
        for (int redirect = 0; redirect < MostRedirects; redirect++)
        {
            using HttpResponseMessage page = await _http.GetAsync(Consenting(address), cancellationToken);
            if (page.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }

            if (!page.IsSuccessStatusCode)
            {
                throw new DemoFailureException($"{address.AbsolutePath} answered {(int)page.StatusCode}");
            }

            return;
        }

        throw new DemoFailureException("the consent goes round in circles");
    }

    /// <summary>At Google's page somebody says yes; everywhere else the address is as it is.</summary>
    private Uri Consenting(Uri address) =>
        _http.BaseAddress!.IsBaseOf(address) ? address : new Uri($"{address}&emulator_consent=allow&emulator_account={DemoPeople.GoogleAccount}");
}
