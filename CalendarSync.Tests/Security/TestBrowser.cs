using System.Net;

namespace CalendarSync.Tests.Security;

/// <summary>A browser: keeps cookies, shows each redirect instead of following it.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient _client;

    public TestBrowser(string? language = null)
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies });
        if (language is not null)
        {
            _client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", language);
        }
    }

    public CookieContainer Cookies { get; } = new();

    public async Task<TestAnswer> GetAsync(Uri address)
    {
        using HttpResponseMessage response = await _client.GetAsync(address);
        return new TestAnswer(
            address,
            response.StatusCode,
            response.Headers.Location is { } location ? new Uri(address, location) : null,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsStringAsync());
    }

    public void Dispose() => _client.Dispose();
}
