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
        return await ReadAsync(address, response);
    }

    /// <summary>Sends a form as the page has it, with what a person chose.</summary>
    public async Task<TestAnswer> SubmitAsync(Uri address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using HttpResponseMessage response = await _client.PostAsync(address, form);
        return await ReadAsync(address, response);
    }

    public void Dispose() => _client.Dispose();

    private static async Task<TestAnswer> ReadAsync(Uri address, HttpResponseMessage response) =>
        new(
            address,
            response.StatusCode,
            response.Headers.Location is { } location ? new Uri(address, location) : null,
            response.Headers,
            response.Content.Headers,
            await response.Content.ReadAsStringAsync());
}
