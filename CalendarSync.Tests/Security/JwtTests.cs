using System.Security.Cryptography;
using System.Text;

using CalendarSync.Core;
using CalendarSync.Core.Security;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Support;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CalendarSync.Tests.Security;

public sealed class JwtTests : IAsyncLifetime
{
    private static readonly Guid User = Guid.Parse("6a2f41a3-c54c-fce8-32d2-0324e1c32e22");

    private readonly FakeTimeProvider _clock = new();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private LoopbackServer _server = null!;
    private object[] _published = [];
    private int _reads;
    private int _status = 200;

    public async Task InitializeAsync()
    {
        _published = [TestTokens.Jwk(_rsa, "r1"), TestTokens.Jwk(_curve, "e1")];
        _server = await LoopbackServer.StartAsync(context =>
        {
            Interlocked.Increment(ref _reads);
            context.Response.StatusCode = _status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsJsonAsync(new { keys = _published });
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _rsa.Dispose();
        _curve.Dispose();
    }

    [Fact]
    public async Task Check12_a_token_signed_with_the_secret_tells_its_user() =>
        (await VerifyAsync(TestTokens.Hs256(Claims()))).ShouldBe(User);

    public static TheoryData<string, string> Refused()
    {
        string good = TestTokens.Hs256(Claims());
        string[] parts = good.Split('.');
        return new TheoryData<string, string>
        {
            { "another secret", TestTokens.Hs256(Claims(), "another-secret-of-more-than-thirty-two-bytes") },
            { "none", TestTokens.Sign(new { alg = "none" }, Claims(), _ => []) },
            { "None with a signature", TestTokens.Hs256(Claims(), header: new { alg = "None" }) },
            { "HS512", TestTokens.Hs256(Claims(), header: new { alg = "HS512" }) },
            { "no alg", TestTokens.Hs256(Claims(), header: new { typ = "JWT" }) },
            { "alg twice", TestTokens.Hs256(Claims(), header: """{"alg":"HS256","alg":"none"}""") },
            { "critical extension", TestTokens.Hs256(Claims(), header: new { alg = "HS256", crit = new[] { "b64" }, b64 = false }) },
            { "no signature", parts[0] + "." + parts[1] + "." },
            { "two parts", parts[0] + "." + parts[1] },
            { "four parts", good + ".x" },
            { "padding", good + "=" },
            { "white space", good.Insert(good.Length / 2, " ") },
            { "empty", "" },
            { "not base64", "a$.b$.c$" },
            { "not JSON", TestTokens.Hs256("canary") },
            { "not an object", TestTokens.Hs256("[]") },
            { "a sub twice", TestTokens.Hs256($$"""{"sub":"{{User}}","sub":"{{Guid.Empty}}","exp":99999999999}""") },
            { "too long", TestTokens.Hs256(Claims(("padding", new string('x', 9000)))) },
            { "expired", TestTokens.Hs256(Claims(("exp", Seconds(-61)))) },
            { "no exp", TestTokens.Hs256(Claims(("exp", null))) },
            { "exp as text", TestTokens.Hs256(Claims(("exp", "99999999999"))) },
            { "not yet", TestTokens.Hs256(Claims(("nbf", Seconds(61)))) },
            { "nbf as text", TestTokens.Hs256(Claims(("nbf", "0"))) },
            { "no sub", TestTokens.Hs256(Claims(("sub", null))) },
            { "sub is no uuid", TestTokens.Hs256(Claims(("sub", "admin"))) },
            { "sub in braces", TestTokens.Hs256(Claims(("sub", User.ToString("B")))) },
            { "empty sub", TestTokens.Hs256(Claims(("sub", Guid.Empty.ToString()))) },
            { "another issuer", TestTokens.Hs256(Claims(("iss", "https://evil.example"))) },
            { "no issuer", TestTokens.Hs256(Claims(("iss", null))) },
            { "another audience", TestTokens.Hs256(Claims(("aud", "other"))) },
            { "an audience that contains ours", TestTokens.Hs256(Claims(("aud", "authenticated2"))) },
        };
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Check12_a_token_that_proves_nothing_is_nobody(string why, string token) =>
        (await VerifyAsync(token)).ShouldBeNull(why);

    [Fact]
    public async Task Check12_a_minute_of_clock_skew_is_forgiven_and_several_audiences_are_searched()
    {
        (await VerifyAsync(TestTokens.Hs256(Claims(("exp", Seconds(-59)), ("nbf", Seconds(59)), ("aud", new[] { "other", "authenticated" }))))).ShouldBe(User);
    }

    [Fact]
    public async Task Check12_published_keys_verify_rs256_and_es256()
    {
        await using ServiceProvider services = Jwks();

        (await VerifyAsync(services, TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBe(User);
        (await VerifyAsync(services, TestTokens.Es256(Claims(), _curve, "e1"))).ShouldBe(User);
        (await VerifyAsync(services, TestTokens.Es256(Claims(), _curve, null))).ShouldBe(User);
        (await VerifyAsync(services, TestTokens.Es256(Claims(), _curve, "r1"))).ShouldBeNull();
        _reads.ShouldBe(1);
    }

    [Fact]
    public async Task Check12_a_public_key_is_never_a_secret()
    {
        // The classic confusion: HS256 signed with the bytes of the published key.
        await using ServiceProvider services = Jwks();
        string pem = _rsa.ExportSubjectPublicKeyInfoPem();

        (await VerifyAsync(services, TestTokens.Hs256(Claims(), pem, new { alg = "HS256", kid = "r1" }))).ShouldBeNull();
        (await VerifyAsync(services, TestTokens.Hs256(Claims(), "", new { alg = "HS256" }))).ShouldBeNull();
        (await VerifyAsync(TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBeNull();
    }

    [Fact]
    public async Task Check12_a_symmetric_or_small_published_key_is_not_used()
    {
        using RSA small = RSA.Create(1024);
        _published =
        [
            new { kty = "oct", kid = "o1", k = System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(TestTokens.Secret)) },
            TestTokens.Jwk(small, "s1"), new { kty = "RSA", kid = "enc", use = "enc", n = "AQAB", e = "AQAB" }, new { kty = "EC", kid = "bad", crv = "P-256", x = "AA", y = "AA" }, 5,
        ];
        await using ServiceProvider services = Jwks();

        (await VerifyAsync(services, TestTokens.Rs256(Claims(), small, "s1"))).ShouldBeNull();
        (await VerifyAsync(services, TestTokens.Hs256(Claims(), header: new { alg = "HS256", kid = "o1" }))).ShouldBeNull();
    }

    [Fact]
    public async Task Check12_a_new_key_is_found_within_a_minute_and_a_flood_of_unknown_ids_is_not_passed_on()
    {
        await using ServiceProvider services = Jwks();
        using RSA next = RSA.Create(2048);
        (await VerifyAsync(services, TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBe(User);
        _published = [TestTokens.Jwk(next, "r2")];

        for (int i = 0; i < 50; i++)
        {
            (await VerifyAsync(services, TestTokens.Rs256(Claims(), next, "r2"))).ShouldBeNull();
        }

        _reads.ShouldBe(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await VerifyAsync(services, TestTokens.Rs256(Claims(), next, "r2"))).ShouldBe(User);
        (await VerifyAsync(services, TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBeNull();
        _reads.ShouldBe(2);
    }

    [Fact]
    public async Task Check12_keys_stay_known_for_a_day_while_their_address_is_away()
    {
        await using ServiceProvider services = Jwks();
        (await VerifyAsync(services, TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBe(User);
        _status = 503;

        _clock.Advance(TimeSpan.FromHours(23));
        (await VerifyAsync(services, TestTokens.Rs256(Claims(("exp", Seconds(100_000))), _rsa, "r1"))).ShouldBe(User);
        _reads.ShouldBe(2);
        _clock.Advance(TimeSpan.FromHours(1));
        (await VerifyAsync(services, TestTokens.Rs256(Claims(("exp", Seconds(100_000))), _rsa, "r1"))).ShouldBeNull();
    }

    [Fact]
    public async Task Check20_the_address_of_the_keys_may_not_redirect()
    {
        _status = 302;
        await using ServiceProvider services = Jwks();

        (await VerifyAsync(services, TestTokens.Rs256(Claims(), _rsa, "r1"))).ShouldBeNull();
        _reads.ShouldBe(1);
    }

    [Theory]
    [InlineData("the key", null, false)]
    [InlineData("the key", "", false)]
    [InlineData("the key", "the ke", false)]
    [InlineData("the key", "the key", true)]
    [InlineData(null, "", false)]
    [InlineData(null, "anything", false)]
    [InlineData("", "", false)]
    public async Task Check12_the_function_key_must_be_configured_and_equal(string? configured, string? sent, bool right)
    {
        await using ServiceProvider services = Services(("FUNCTIONS_KEY", configured));

        Caller caller = await services.GetRequiredService<Callers>().IdentifyAsync(null, sent, default);

        caller.ShouldBe(new Caller(null, right));
    }

    [Theory]
    [InlineData("Bearer ", true)]
    [InlineData("bearer ", true)]
    [InlineData("Basic ", false)]
    [InlineData("", false)]
    public async Task Check12_a_user_is_known_by_a_bearer_token(string scheme, bool known)
    {
        await using ServiceProvider services = Services();

        Caller caller = await services.GetRequiredService<Callers>().IdentifyAsync(scheme + TestTokens.Hs256(Claims()), null, default);

        caller.ShouldBe(new Caller(known ? User : null, false));
    }

    private static Dictionary<string, object?> Claims(params (string Name, object? Value)[] changes)
    {
        var claims = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["sub"] = User.ToString(), ["exp"] = Seconds(3600), ["iss"] = "https://auth.example.com", ["aud"] = "authenticated", ["role"] = "authenticated",
        };
        foreach ((string name, object? value) in changes)
        {
            claims[name] = value;
            if (value is null)
            {
                claims.Remove(name);
            }
        }

        return claims;
    }

    // Seconds since 1970 at so many seconds after the tests' now.
    private static long Seconds(int offset) => new FakeTimeProvider().GetUtcNow().ToUnixTimeSeconds() + offset;

    private async Task<Guid?> VerifyAsync(string token)
    {
        await using ServiceProvider services = Services();
        return await VerifyAsync(services, token);
    }

    private static async Task<Guid?> VerifyAsync(ServiceProvider services, string token) =>
        await services.GetRequiredService<JwtVerifier>().VerifyAsync(token, default);

    private ServiceProvider Jwks() => Services(("AUTH_JWT_SECRET", null), ("AUTH_JWKS_URL", _server.Address.AbsoluteUri));

    private ServiceProvider Services(params (string Name, string? Value)[] settings) =>
        new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock)
            .AddCalendarSync(Settings.With([("AUTH_JWT_ISSUER", "https://auth.example.com"), ("AUTH_JWT_AUDIENCE", "authenticated"), .. settings]))
            .BuildServiceProvider();
}
