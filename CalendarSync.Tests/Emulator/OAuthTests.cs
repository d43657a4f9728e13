using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CalendarSync.Local.Emulator.OAuth;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 1 to 5: consent, tokens, scopes. Consent needs a page that a test can drive, so these run against the emulator only.</summary>
public sealed partial class OAuthTests : IDisposable
{
    private const string Redirect = "http://localhost:7071/api/google-calendar-oauth-pkce";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Calendar = "https://www.googleapis.com/auth/calendar.events";
    private const string List = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";

    private readonly Google _google = new();

    private static string Challenge => Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task P01_missing_unknown_and_expired_tokens_are_401_in_the_front_end_form()
    {
        string path = GoogleApi.EventsOf(Google.Anna);
        GoogleAnswer missing = await new GoogleApi(_google.Http, "").GetAsync(path);
        missing.ShouldRefuse(401, "required");
        missing.Headers["WWW-Authenticate"].ShouldNotContain("error=");
        GoogleAnswer unknown = await new GoogleApi(_google.Http, "ya29.nonsense").GetAsync(path);
        unknown.ShouldRefuse(401, "authError");
        ((string?)unknown.Json["error"]!["status"]).ShouldBe("UNAUTHENTICATED");
        unknown.Headers["WWW-Authenticate"].ShouldContain("error=\"invalid_token\"");

        (await _google.Api.GetAsync(path)).ShouldBe(200);
        _google.Emulator.Clock.Advance(TimeSpan.FromSeconds(3598));
        (await _google.Api.GetAsync(path)).ShouldBe(200);
        _google.Emulator.Clock.Advance(TimeSpan.FromSeconds(1));
        (await _google.Api.GetAsync(path)).ShouldRefuse(401, "authError");
    }

    [Theory]
    [InlineData("calendar.events", "events", 200)]
    [InlineData("calendar.events", "users/me/calendarList", 403)]
    [InlineData("calendar.events", "users/me/settings/timezone", 403)]
    [InlineData("calendar.events", "colors", 403)]
    [InlineData("calendar.readonly", "users/me/calendarList", 200)]
    [InlineData("calendar.calendarlist.readonly", "users/me/calendarList", 200)]
    [InlineData("calendar.calendarlist.readonly", "events", 403)]
    [InlineData("calendar.events.owned", "events", 200)]
    public async Task P02_every_method_wants_one_of_its_scopes(string scope, string path, int status)
    {
        GoogleAnswer answer = (await _google.As(Google.Anna, scope).GetAsync(path is "events" ? _google.Events : path)).ShouldBe(status);
        if (status == 403)
        {
            answer.Reason.ShouldBe("insufficientPermissions");
            ((string?)answer.Json["error"]!["details"]![0]!["reason"]).ShouldBe("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
        }
    }

    [Fact]
    public async Task P02_reading_scopes_do_not_write()
    {
        (await _google.As(Google.Anna, "calendar.readonly").PostAsync(_google.Events, Google.Review())).ShouldRefuse(403, "insufficientPermissions");
        (await _google.As(Google.Anna, "calendar.events").PostAsync(_google.Events, Google.Review())).ShouldBe(200);
    }

    [Fact]
    public async Task P03_a_code_works_once_with_its_verifier_and_its_redirect()
    {
        string code = await ConsentAsync();
        (await TokenAsync(Exchange(code, verifier: null))).ShouldFail(400, "invalid_grant", "Missing code verifier.");
        (await TokenAsync(Exchange(code, verifier: "wrong"))).ShouldFail(400, "invalid_grant", "Invalid code verifier.");
        (await TokenAsync(Exchange(code) with { RedirectUri = Redirect + "/" })).ShouldFail(400, "redirect_uri_mismatch");
        (await TokenAsync(Exchange(code) with { Secret = "wrong" })).ShouldFail(401, "invalid_client", "Unauthorized");
        JsonObject tokens = (await TokenAsync(Exchange(code))).ShouldBe(200).Json;
        ((string?)tokens["token_type"]).ShouldBe("Bearer");
        ((int?)tokens["expires_in"]).ShouldBe(3599);
        (await TokenAsync(Exchange(code))).ShouldFail(400, "invalid_grant", "Malformed auth code.");
    }

    [Fact]
    public async Task P03_a_code_lives_ten_minutes()
    {
        string code = await ConsentAsync();
        _google.Emulator.Clock.Advance(TimeSpan.FromMinutes(10));
        (await TokenAsync(Exchange(code))).ShouldFail(400, "invalid_grant");
    }

    [Fact]
    public async Task P03_refreshing_gives_a_new_access_token_and_keeps_the_refresh_token_until_it_is_revoked()
    {
        JsonObject tokens = (await TokenAsync(Exchange(await ConsentAsync("&prompt=consent")))).Json;
        string refresh = (string)tokens["refresh_token"]!;
        JsonObject fresh = (await RefreshAsync(refresh)).ShouldBe(200).Json;
        fresh.ContainsKey("refresh_token").ShouldBeFalse();
        (await new GoogleApi(_google.Http, (string)fresh["access_token"]!).GetAsync("users/me/calendarList")).ShouldBe(200);
        (await FormAsync("/revoke", ("token", refresh))).ShouldBe(200);
        (await RefreshAsync(refresh)).ShouldFail(400, "invalid_grant", "Token has been expired or revoked.");
        (await new GoogleApi(_google.Http, (string)fresh["access_token"]!).GetAsync("users/me/calendarList")).ShouldRefuse(401, "authError");
        (await FormAsync("/revoke", ("token", refresh))).ShouldFail(400, "invalid_token");
    }

    [Fact]
    public async Task P04_a_person_can_refuse()
    {
        Uri back = await SubmitAsync(decision: "deny");
        back.Query.ShouldContain("error=access_denied");
        back.Query.ShouldContain("state=s%2F1");
    }

    [Fact]
    public async Task P04_a_person_can_grant_less_than_was_asked_for_and_the_token_says_so()
    {
        Uri back = await SubmitAsync(granted: [Calendar]);
        JsonObject tokens = (await TokenAsync(Exchange(Query(back)["code"]!))).ShouldBe(200).Json;
        string[] scopes = ((string)tokens["scope"]!).Split(' ');
        scopes.ShouldContain(Calendar, StringComparer.Ordinal);
        scopes.ShouldContain("https://www.googleapis.com/auth/userinfo.email", StringComparer.Ordinal);
        scopes.ShouldNotContain(List, StringComparer.Ordinal);
        (await new GoogleApi(_google.Http, (string)tokens["access_token"]!).GetAsync("users/me/calendarList")).ShouldRefuse(403, "insufficientPermissions");
    }

    [Fact]
    public async Task P04_consent_can_be_automatic()
    {
        _google.Emulator.AutoConsent = new AutoConsent(Google.Ben, ["calendar.events", "openid"]);
        using HttpResponseMessage answer = await _google.Http.GetAsync(AuthorizationUrl());
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        JsonObject tokens = (await TokenAsync(Exchange(Query(answer.Headers.Location!)["code"]!))).Json;
        JsonObject identity = JsonNode.Parse(Convert.FromBase64String(Pad(((string)tokens["id_token"]!).Split('.')[1])))!.AsObject();
        ((string?)identity["sub"]).ShouldBe(_google.Emulator.IssueTokens(Google.Ben).Subject);
        ((string?)identity["aud"]).ShouldBe(_google.Emulator.Options.ClientId);
    }

    [Fact]
    public async Task P05_a_refresh_token_comes_with_the_first_consent_or_with_prompt_consent()
    {
        _google.Emulator.RevokeGrant(Google.Anna);
        (await TokenAsync(Exchange(await ConsentAsync()))).Json.ContainsKey("refresh_token").ShouldBeTrue();
        (await TokenAsync(Exchange(await ConsentAsync()))).Json.ContainsKey("refresh_token").ShouldBeFalse();
        (await TokenAsync(Exchange(await ConsentAsync("&prompt=consent")))).Json.ContainsKey("refresh_token").ShouldBeTrue();
    }

    [Fact]
    public async Task P05_beyond_a_hundred_refresh_tokens_the_oldest_dies()
    {
        string first = _google.Emulator.IssueTokens(Google.Ben).RefreshToken;
        for (int i = 1; i < 100; i++)
        {
            _google.Emulator.IssueTokens(Google.Ben);
        }

        (await RefreshAsync(first)).ShouldBe(200);
        _google.Emulator.IssueTokens(Google.Ben);
        (await RefreshAsync(first)).ShouldFail(400, "invalid_grant");
    }

    [Theory]
    [InlineData("redirect_uri=https%3A%2F%2Fevil.example%2F", "redirect_uri_mismatch")]
    [InlineData("client_id=other", "invalid_client")]
    [InlineData("response_type=token", "unsupported_response_type")]
    [InlineData("scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fnonsense", "invalid_scope")]
    public async Task Requests_that_cannot_be_trusted_end_on_googles_page(string replaced, string error)
    {
        _google.Emulator.Options.RedirectUris = [Redirect];
        string name = replaced[..replaced.IndexOf('=')];
        string url = Regex.Replace(AuthorizationUrl(), $"(?<=[?&]){name}=[^&]*", replaced, RegexOptions.None, TimeSpan.FromSeconds(1));
        using HttpResponseMessage answer = await _google.Http.GetAsync(url);
        answer.IsSuccessStatusCode.ShouldBeFalse();
        answer.Headers.Location.ShouldBeNull();
        (await answer.Content.ReadAsStringAsync()).ShouldContain(error);
    }

    [Fact]
    public async Task Userinfo_and_tokeninfo_tell_who_and_what()
    {
        string token = _google.Emulator.IssueTokens(Google.Anna, "openid", "userinfo.email", "calendar.events").AccessToken;
        GoogleApi root = new(_google.Http, token);
        ((string?)(await root.GetAsync("/oauth2/v3/userinfo")).ShouldBe(200).Json["email"]).ShouldBe(Google.Anna);
        ((string?)(await root.GetAsync($"/tokeninfo?access_token={token}")).ShouldBe(200).Json["aud"]).ShouldBe(_google.Emulator.Options.ClientId);
        (await root.GetAsync("/tokeninfo?access_token=x")).ShouldBe(400);
    }

    private static string AuthorizationUrl(string more = "") =>
        $"/o/oauth2/v2/auth?client_id=emulator.apps.googleusercontent.com&redirect_uri={Uri.EscapeDataString(Redirect)}&response_type=code&access_type=offline&state=s%2F1"
        + $"&scope={Uri.EscapeDataString($"openid email {Calendar} {List}")}&code_challenge={Challenge}&code_challenge_method=S256{more}";

    private async Task<string> ConsentAsync(string more = "") => Query(await SubmitAsync(more))["code"]!;

    /// <summary>Opens the page, reads the form as a browser would, and submits it.</summary>
    private async Task<Uri> SubmitAsync(string more = "", string decision = "allow", string[]? granted = null)
    {
        string page = await _google.Http.GetStringAsync(AuthorizationUrl(more));
        page.ShouldContain(Google.Anna);
        page.ShouldContain(Google.Ben);
        List<KeyValuePair<string, string>> form =
        [
            .. HiddenField().Matches(page).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value))),
            .. (granted ?? [.. Checkbox().Matches(page).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))]).Select(s => KeyValuePair.Create("granted", s)),
            KeyValuePair.Create("account", Google.Anna), KeyValuePair.Create("decision", decision),
        ];
        using FormUrlEncodedContent content = new(form);
        using HttpResponseMessage answer = await _google.Http.PostAsync("/o/oauth2/v2/auth", content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        answer.Headers.Location!.ToString().ShouldStartWith(Redirect + "?");
        return answer.Headers.Location;
    }

    private static CodeExchange Exchange(string code, string? verifier = Verifier) => new(code, verifier, Redirect, "emulator-secret");

    private Task<GoogleAnswer> TokenAsync(CodeExchange exchange) => FormAsync(
        "/token",
        [
            ("grant_type", "authorization_code"), ("code", exchange.Code), ("client_id", "emulator.apps.googleusercontent.com"), ("client_secret", exchange.Secret), ("redirect_uri", exchange.RedirectUri),
            .. exchange.CodeVerifier is { } verifier ? [("code_verifier", verifier)] : Array.Empty<(string, string)>(),
        ]);

    private Task<GoogleAnswer> RefreshAsync(string token) => FormAsync(
        "/token", ("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "emulator.apps.googleusercontent.com"), ("client_secret", "emulator-secret"));

    private async Task<GoogleAnswer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using FormUrlEncodedContent content = new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage answer = await _google.Http.PostAsync(path, content);
        return new GoogleAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), new Dictionary<string, string>(StringComparer.Ordinal));
    }

    private static System.Collections.Specialized.NameValueCollection Query(Uri uri) => System.Web.HttpUtility.ParseQueryString(uri.Query);

    private static string Pad(string base64Url) => base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '=');

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", RegexOptions.None, 1000)]
    private static partial Regex HiddenField();

    [GeneratedRegex("<input type=\"checkbox\" name=\"granted\" value=\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Checkbox();

    private sealed record CodeExchange(string Code, string? CodeVerifier, string RedirectUri, string Secret);
}
