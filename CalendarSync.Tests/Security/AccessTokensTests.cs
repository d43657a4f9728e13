using CalendarSync.Core;
using CalendarSync.Core.Connecting;
using CalendarSync.Core.Google;
using CalendarSync.Core.Security;
using CalendarSync.Core.Storage;
using CalendarSync.Tests.Configuration;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.Extensions.DependencyInjection;

using Npgsql;

namespace CalendarSync.Tests.Security;

public sealed class AccessTokensTests : IAsyncLifetime
{
    private static readonly Guid Company = Guid.Parse("11111111-1111-1111-1111-111111111111");
    private static readonly GoogleAccount Account = new(Guid.Parse("22222222-2222-2222-2222-222222222222"));
    private static readonly string OldKey = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());

    private readonly FakeTimeProvider _clock = new();
    private readonly List<ServiceProvider> _instances = [];
    private TestDatabase _database = null!;
    private GoogleDouble _google = null!;
    private string _refresh = null!;
    private string _access = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _google = await GoogleDouble.StartAsync();
        (_refresh, _access) = _google.Grant("doctor");
    }

    public async Task DisposeAsync()
    {
        foreach (ServiceProvider instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await _google.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Theory]
    [InlineData(91, 0)]
    [InlineData(90, 1)]
    [InlineData(-5, 1)]
    public async Task A_token_is_refreshed_a_minute_and_a_half_before_its_end(int seconds, int refreshes)
    {
        ServiceProvider instance = await StoreAsync(seconds);

        string token = await GetAsync(instance);

        _google.Refreshes.Count.ShouldBe(refreshes);
        string.Equals(token, _access, StringComparison.Ordinal).ShouldBe(refreshes == 0);
        if (refreshes > 0)
        {
            (await QueryAsync<(DateTimeOffset, DateTimeOffset)>(
                "SELECT g.access_expires_at, c.expires_at FROM google_calendar_grants g JOIN google_calendar_connections c ON c.grant_id = g.id"))
                .ShouldBe((_clock.GetUtcNow().AddSeconds(3599), _clock.GetUtcNow().AddSeconds(3599)));
            (await GetAsync(instance)).ShouldBe(token);
            _google.Refreshes.Count.ShouldBe(1);
        }
    }

    [Fact]
    public async Task Two_instances_with_many_callers_refresh_once()
    {
        ServiceProvider first = await StoreAsync(0);
        ServiceProvider second = Instance();
        var hold = new TaskCompletionSource();
        _google.Hold = hold.Task;

        Task<string>[] calls = [.. Enumerable.Range(0, 20).Select(i => GetAsync(i % 2 == 0 ? first : second))];
        await Signals.EventuallyAsync(() => !_google.Refreshes.IsEmpty);
        // The other instance waits for the lease: its clock is the same one.
        await _clock.TimersArmedAsync(2);
        hold.SetResult();
        await Signals.AdvanceUntilAsync(_clock, TimeSpan.FromMilliseconds(100), Task.WhenAll(calls));

        (await Task.WhenAll(calls)).Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        _google.Refreshes.ShouldBe([_refresh]);
    }

    [Fact]
    public async Task A_lease_that_its_holder_left_behind_ends()
    {
        ServiceProvider instance = await StoreAsync(0);
        await ExecuteAsync("UPDATE google_calendar_grants SET refresh_lease_token = gen_random_uuid(), refresh_lease_until = @until", new { until = _clock.GetUtcNow().AddSeconds(25) });

        Task<string> call = GetAsync(instance);
        await Signals.AdvanceUntilAsync(_clock, TimeSpan.FromSeconds(1), call);

        (await call).ShouldNotBeNullOrEmpty();
        _google.Refreshes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_token_that_Google_has_refused_is_not_given_again()
    {
        ServiceProvider instance = await StoreAsync(3000);

        string[] tokens = await Task.WhenAll(GetAsync(instance, _access), GetAsync(instance, _access));

        tokens.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        tokens.ShouldAllBe(token => !string.Equals(token, _access, StringComparison.Ordinal));
        _google.Refreshes.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_dead_refresh_token_means_connecting_again_and_is_told_once()
    {
        ServiceProvider instance = await StoreAsync(0);
        _google.ForgetRefreshToken(_refresh);

        (await FaultAsync(instance)).ShouldBe((GoogleFault.NeedsReauthorisation, "invalid_grant"));
        (await FaultAsync(instance)).ShouldBe((GoogleFault.NeedsReauthorisation, "needs_reauth"));

        _google.Refreshes.Count.ShouldBe(1);
        (await QueryAsync<(string, string, string, string)>(
            "SELECT g.status, g.last_error, c.status, c.last_error FROM google_calendar_grants g JOIN google_calendar_connections c ON c.grant_id = g.id"))
            .ShouldBe(("needs_reauth", "invalid_grant", "needs_reauth", "invalid_grant"));
        (await QueryAsync<(string, Guid, string)>("SELECT kind, company_id, payload ->> 'grant_id' FROM google_calendar_notifications"))
            .ShouldBe(("needs_reauth", Company, Account.GrantId.ToString()));
    }

    [Fact]
    public async Task The_operator_s_trouble_pauses_the_account_for_five_minutes()
    {
        ServiceProvider instance = await StoreAsync(0);
        _google.TokenFault = (401, """{"error":"invalid_client","error_description":"canary"}""");
        DateTimeOffset until = _clock.GetUtcNow().AddMinutes(5);

        GoogleApiException first = await Should.ThrowAsync<GoogleApiException>(() => GetAsync(instance));
        GoogleApiException second = await Should.ThrowAsync<GoogleApiException>(() => GetAsync(instance));

        (first.Fault, first.Reason, first.RetryAt).ShouldBe((GoogleFault.Operator, "invalid_client", until));
        (second.Fault, second.Reason, second.RetryAt).ShouldBe((GoogleFault.Operator, "paused", until));
        first.ToString().ShouldNotContain("canary");
        _google.Refreshes.Count.ShouldBe(1);
        (await QueryAsync<(string, string, DateTimeOffset)>("SELECT status, last_error, paused_until FROM google_calendar_grants")).ShouldBe(("connected", "invalid_client", until));

        _google.TokenFault = null;
        _clock.Advance(TimeSpan.FromMinutes(5));
        (await GetAsync(instance)).ShouldNotBeNullOrEmpty();
        (await QueryAsync<(string?, DateTimeOffset?)>("SELECT last_error, paused_until FROM google_calendar_grants")).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(503, "<html>")]
    [InlineData(429, """{"error":"rate_limit_exceeded"}""")]
    [InlineData(200, "{")]
    public async Task What_passes_by_itself_changes_nothing(int status, string body)
    {
        ServiceProvider instance = await StoreAsync(0);
        string before = await QueryAsync<string>("SELECT json_agg(g)::text FROM google_calendar_grants g");
        _google.TokenFault = (status, body);

        (await FaultAsync(instance)).Item1.ShouldBe(GoogleFault.Transient);

        (await QueryAsync<string>("SELECT json_agg(g)::text FROM google_calendar_grants g")).ShouldBe(before);
        _google.TokenFault = null;
        (await GetAsync(instance)).ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_refresh_token_stays_unless_Google_gives_another()
    {
        ServiceProvider instance = await StoreAsync(0);
        await GetAsync(instance);
        string kept = await RefreshTokenAsync(instance);
        _google.RotatesRefreshTokens = true;
        _clock.Advance(TimeSpan.FromHours(1));
        await GetAsync(instance);

        kept.ShouldBe(_refresh);
        string rotated = await RefreshTokenAsync(instance);
        rotated.ShouldStartWith("canary-refresh");
        string.Equals(rotated, _refresh, StringComparison.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reconnection_during_a_refresh_wins()
    {
        ServiceProvider instance = await StoreAsync(0);
        var hold = new TaskCompletionSource();
        _google.Hold = hold.Task;
        _google.TokenFault = (400, """{"error":"invalid_grant"}""");
        Task<string> call = GetAsync(instance);
        await Signals.EventuallyAsync(() => !_google.Refreshes.IsEmpty);

        await ExecuteAsync("UPDATE google_calendar_grants SET refresh_lease_token = NULL, refresh_lease_until = NULL");
        hold.SetResult();

        (await Should.ThrowAsync<GoogleApiException>(() => call)).Fault.ShouldBe(GoogleFault.Transient);
        (await QueryAsync<string>("SELECT status FROM google_calendar_grants")).ShouldBe("connected");
        (await QueryAsync<int>("SELECT count(*)::int FROM google_calendar_notifications")).ShouldBe(0);
    }

    [Theory]
    [InlineData(401, "authError")]
    [InlineData(403, "insufficientPermissions")]
    public async Task A_refusal_that_is_heard_of_late_does_not_undo_the_reconnection(int status, string reason)
    {
        ServiceProvider instance = await StoreAsync(3000);
        Database database = instance.GetRequiredService<Database>();
        AccountTrouble trouble = new(new GrantStore(database), database);
        var begun = new Connection { GrantId = Account.GrantId, Consent = 1 };
        GoogleApiException refusal = new(GoogleFault.NeedsReauthorisation, status, reason);
        await ExecuteAsync("UPDATE google_calendar_grants SET consents = consents + 1");

        (await trouble.NoteAsync(begun, refusal, default)).ShouldBeTrue("this pass has nothing more to try");
        (await StatesAsync()).ShouldBe(("connected", "connected"));

        await trouble.NoteAsync(begun with { Consent = 2 }, refusal, default);
        await trouble.NoteAsync(begun with { Consent = 2 }, refusal, default);
        (await StatesAsync()).ShouldBe(("needs_reauth", "needs_reauth"));
        (await QueryAsync<int>("SELECT count(*)::int FROM google_calendar_notifications WHERE kind = 'needs_reauth'")).ShouldBe(1);
    }

    private Task<(string, string)> StatesAsync() =>
        QueryAsync<(string, string)>("SELECT g.status, c.status FROM google_calendar_grants g JOIN google_calendar_connections c ON c.grant_id = g.id");

    [Fact]
    public async Task Check18_tokens_of_another_row_are_of_no_use()
    {
        ServiceProvider instance = await StoreAsync(3000);
        await ExecuteAsync("UPDATE google_calendar_grants SET account = 'another account'");

        (await FaultAsync(instance)).ShouldBe((GoogleFault.Operator, "tokenUnreadable"));
        _google.Refreshes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Check19_a_refresh_seals_again_what_an_older_key_had_sealed()
    {
        await StoreAsync(0, "old:" + OldKey);
        ServiceProvider during = Instance($"new:{Settings.Key},old:{OldKey}");
        ServiceProvider after = Instance("new:" + Settings.Key);
        (await FaultAsync(after)).ShouldBe((GoogleFault.Operator, "tokenUnreadable"));
        _clock.Advance(TimeSpan.FromMinutes(5));

        string token = await GetAsync(during);

        (await GetAsync(after)).ShouldBe(token);
        (await RefreshTokenAsync(after)).ShouldBe(_refresh);
    }

    [Fact]
    public async Task A_disconnected_account_has_no_token()
    {
        ServiceProvider instance = await StoreAsync(3000);
        await ExecuteAsync("UPDATE google_calendar_grants SET status = 'disabled'");

        (await FaultAsync(instance)).ShouldBe((GoogleFault.NeedsReauthorisation, "disconnected"));
        (await Should.ThrowAsync<GoogleApiException>(() => Tokens(instance).GetAsync(new GoogleAccount(Guid.NewGuid()), null, default))).Reason.ShouldBe("disconnected");
    }

    private static AccessTokens Tokens(ServiceProvider instance) => instance.GetRequiredService<AccessTokens>();

    private static Task<string> GetAsync(ServiceProvider instance, string? rejected = null) => Tokens(instance).GetAsync(Account, rejected, default);

    private static async Task<(GoogleFault, string)> FaultAsync(ServiceProvider instance)
    {
        GoogleApiException exception = await Should.ThrowAsync<GoogleApiException>(() => GetAsync(instance));
        return (exception.Fault, exception.Reason);
    }

    private async Task<string> RefreshTokenAsync(ServiceProvider instance) =>
        instance.GetRequiredService<TokenVault>()
            .Open(await QueryAsync<string>("SELECT refresh_token FROM google_calendar_grants"), new SealContext(Company, "doctor", SealPurpose.RefreshToken)).Value;

    // A grant whose access token ends in so many seconds, and its connection.
    private async Task<ServiceProvider> StoreAsync(int seconds, string? keys = null)
    {
        ServiceProvider instance = Instance(keys);
        TokenVault vault = instance.GetRequiredService<TokenVault>();
        await ExecuteAsync(
            """
            INSERT INTO google_calendar_grants (id, company_id, user_id, account, refresh_token, access_token, access_expires_at)
            VALUES (@GrantId, @Company, gen_random_uuid(), 'doctor', @refresh, @access, @ends);
            INSERT INTO google_calendar_connections (company_id, user_id, grant_id, calendar_id) VALUES (@Company, gen_random_uuid(), @GrantId, 'doctor')
            """,
            new
            {
                Account.GrantId,
                Company,
                refresh = vault.Seal(_refresh, new SealContext(Company, "doctor", SealPurpose.RefreshToken)),
                access = vault.Seal(_access, new SealContext(Company, "doctor", SealPurpose.AccessToken)),
                ends = _clock.GetUtcNow().AddSeconds(seconds),
            });
        return instance;
    }

    private ServiceProvider Instance(string? keys = null)
    {
        ServiceProvider instance = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_clock)
            .AddCalendarSync(Settings.With([("DATABASE_URL", _database.ConnectionString), ("TOKEN_ENCRYPTION_KEY", keys ?? Settings.Key), .. _google.Settings]))
            .BuildServiceProvider();
        _instances.Add(instance);
        return instance;
    }

    private async Task<T> QueryAsync<T>(string sql)
    {
        await using NpgsqlConnection connection = await _database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleAsync<T>(sql);
    }

    private async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using NpgsqlConnection connection = await _database.DataSource.OpenConnectionAsync();
        await connection.ExecuteAsync(sql, parameters);
    }
}
