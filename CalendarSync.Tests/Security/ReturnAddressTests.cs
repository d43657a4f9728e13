using System.Net;

using CalendarSync.Core;
using CalendarSync.Core.Connecting;

namespace CalendarSync.Tests.Security;

public sealed class ReturnAddressTests
{
    private static readonly CalendarSyncOptions Options = new()
    {
        GoogleRedirectUri = new Uri("https://sync.example.com/api/google-calendar-oauth-pkce"),
        AllowedReturnOrigins = ["https://app.example.com", "http://localhost:3000"],
    };

    public static TheoryData<string> Refused() =>
    [
        "", "/done", "done", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https:/evil.example",
        "https://evil.example", "http://app.example.com/", "https://app.example.com.evil.example/", "https://app.example.comevil.example/",
        "https://app.example.com@evil.example/", "https://app.example.com:443@evil.example/", "https://user@app.example.com/", "https://user:pass@app.example.com/",
        "https://app.example.com:444/", "https://app.example.com:0443/", "https://app.example.com\\@evil.example/", "https://app.example.com\\.evil.example/",
        "https://app.example.com%2f@evil.example/", "https://app.example.com%00.evil.example/", "https://app.example.com%2eevil.example/", "https://evil.example%2f.app.example.com/",
        "https://app.example.com\t/", " https://app.example.com/", "https://app.example.com/\r\nSet-Cookie:x=y", "https://app.example.com/ä", "https://app。example.com/",
        "https://аpp.example.com/", "https://app.example.com./", "https://sub.app.example.com/", "javascript:alert(1)", "JaVaScRiPt://app.example.com/%0aalert(1)",
        "data:text/html,x", "file:///etc/passwd", "http://localhost/", "http://localhost:3000.evil.example/", "http://localhost:3001/", "https://app.example.com/\"><script>",
        "https://app.example.com/" + new string('a', 2048),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Check08_nothing_but_an_allowed_origin_is_a_return_address(string text) =>
        new ReturnAddress(Options).TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("https://sync.example.com")]
    [InlineData("https://sync.example.com/anything?x=1#y")]
    [InlineData("https://app.example.com/a/../b?next=//evil.example")]
    [InlineData("HTTPS://APP.example.com:443/")]
    [InlineData("http://localhost:3000/settings?tab=calendar")]
    public void Check08_the_own_origin_and_the_configured_ones_are(string text) =>
        new ReturnAddress(Options).TryParse(text).ShouldNotBeNull();

    [Theory]
    [InlineData("https://a.example", "https://a.example/?error=x%20y")]
    [InlineData("https://a.example/p?", "https://a.example/p?error=x%20y")]
    [InlineData("https://a.example/p?q=1&r=%2F", "https://a.example/p?q=1&r=%2F&error=x%20y")]
    [InlineData("https://a.example/p?q=1#f?x", "https://a.example/p?q=1&error=x%20y#f?x")]
    public void The_outcome_stands_at_the_end_of_the_query(string address, string expected) =>
        ReturnAddress.Append(new Uri(address), "error", "x y").AbsoluteUri.ShouldBe(expected);

    [Fact]
    public async Task Check08_a_return_address_is_judged_at_the_start()
    {
        await using ConnectApp app = await ConnectApp.StartAsync();
        TestUser user = await app.UserAsync(Guid.NewGuid());

        using HttpResponseMessage response = await app.PostStartAsync(user, user.Company, "https://app.example.com@evil.example/");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await response.Content.ReadAsStringAsync()).ShouldNotContain("evil");
        (await app.QueryAsync<int>("SELECT count(*)::int FROM google_calendar_oauth_states")).ShouldBe(0);
    }
}
