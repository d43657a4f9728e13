using Azure.Core;
using Azure.Security.KeyVault.Secrets;

using CalendarSync.Core;
using CalendarSync.Core.Configuration;
using CalendarSync.Core.Security;
using CalendarSync.Tests.Security;
using CalendarSync.Tests.Support;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CalendarSync.Tests.Configuration;

public sealed class KeyVaultTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly LogLines _log = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_secrets_come_from_the_vault(bool https)
    {
        await using VaultDouble vault = await VaultDouble.StartAsync(https);
        using IHost host = Host(vault);

        await host.StartAsync();

        CalendarSyncOptions options = host.Services.GetRequiredService<CalendarSyncOptions>();
        options.GoogleClientSecret.ShouldBe("canary-client-secret");
        options.TokenEncryptionKey.ShouldBe(Settings.Key);
        options.AuthJwtSecret.ShouldBe("canary-a-secret-of-more-than-32-bytes");
        options.TelegramBotToken.ShouldBe("1:canary");
        vault.Reads.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_secret_that_the_vault_does_not_hold_may_be_a_setting()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        vault.Secrets.Remove("AUTH-JWT-SECRET", out _);
        vault.Secrets.Remove("TELEGRAM-BOT-TOKEN", out _);
        using IHost host = Host(vault, ("AUTH_JWT_SECRET", "a setting of its own, of 32 bytes or more"));

        await host.StartAsync();

        CalendarSyncOptions options = host.Services.GetRequiredService<CalendarSyncOptions>();
        options.AuthJwtSecret.ShouldBe("a setting of its own, of 32 bytes or more");
        options.TelegramBotToken.ShouldBeNull();
    }

    [Fact]
    public async Task Without_the_vault_there_is_no_start_and_the_reason_is_said()
    {
        VaultDouble vault = await VaultDouble.StartAsync();
        using IHost host = Host(vault);
        await vault.DisposeAsync();

        (await Should.ThrowAsync<CalendarSyncConfigurationException>(() => host.StartAsync())).Faults
            .ShouldBe(["KEY_VAULT_URI names a vault that could not be read: no connection."]);
    }

    [Fact]
    public async Task A_vault_that_refuses_or_lacks_something_means_no_start()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        vault.Secrets.Clear();
        using IHost empty = Host(vault);
        string lacking = (await Should.ThrowAsync<CalendarSyncConfigurationException>(() => empty.StartAsync())).Faults.ShouldHaveSingleItem();
        vault.Status = 403;
        using IHost refused = Host(vault);

        (await Should.ThrowAsync<CalendarSyncConfigurationException>(() => refused.StartAsync())).ToString().ShouldNotContain("canary");

        lacking.ShouldContain("GOOGLE_CLIENT_SECRET is required");
        lacking.ShouldContain("TOKEN_ENCRYPTION_KEY is required");
        lacking.ShouldContain("AUTH_JWT_SECRET or AUTH_JWKS_URL is required");
    }

    [Fact]
    public async Task A_rotated_secret_is_picked_up_within_five_minutes()
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        using IHost host = Host(vault);
        await host.StartAsync();
        Callers callers = host.Services.GetRequiredService<Callers>();
        var user = Guid.NewGuid();
        string token = "Bearer " + TestTokens.Hs256(new { sub = user, exp = _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds() }, "another-secret-of-more-than-32-bytes!");
        vault.Secrets["AUTH-JWT-SECRET"] = "another-secret-of-more-than-32-bytes!";

        (await callers.IdentifyAsync(token, null, default)).UserId.ShouldBeNull();
        _clock.Advance(KeyVaultSecrets.BetweenReads);

        (await callers.IdentifyAsync(token, null, default)).UserId.ShouldBe(user);
        vault.Reads.Count.ShouldBe(8);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(403)]
    [InlineData(0)]
    public async Task While_the_vault_is_away_or_holds_nonsense_the_last_good_secrets_serve_and_that_is_reported(int status)
    {
        await using VaultDouble vault = await VaultDouble.StartAsync();
        using IHost host = Host(vault);
        await host.StartAsync();
        KeyVaultSecrets secrets = host.Services.GetRequiredService<KeyVaultSecrets>();
        vault.Status = status;
        vault.Secrets["TOKEN-ENCRYPTION-KEY"] = "canary-nonsense";
        vault.Secrets["GOOGLE-CLIENT-SECRET"] = "canary-next";
        _clock.Advance(KeyVaultSecrets.BetweenReads);

        await secrets.RefreshAsync(default);

        CalendarSyncOptions options = host.Services.GetRequiredService<CalendarSyncOptions>();
        options.GoogleClientSecret.ShouldBe("canary-client-secret");
        options.TokenEncryptionKey.ShouldBe(Settings.Key);
        secrets.FailingSince.ShouldBe(_clock.GetUtcNow());
        string.Join('\n', _log.Lines).ShouldContain("The last good secrets stay in use.");
        string.Join('\n', _log.Lines).ShouldNotContain("canary");

        vault.Status = 0;
        vault.Secrets["TOKEN-ENCRYPTION-KEY"] = "next:" + Settings.Key;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await secrets.RefreshAsync(default);
        options.GoogleClientSecret.ShouldBe("canary-next");
        secrets.FailingSince.ShouldBeNull();
    }

    private IHost Host(VaultDouble vault, params (string Name, string? Value)[] settings)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddSingleton(vault.Credential);
        if (vault.Address.Scheme is "https")
        {
            builder.Services.AddSingleton<Func<Uri, SecretClient>>(provider => uri => new SecretClient(
                uri, provider.GetRequiredService<TokenCredential>(), KeyVaultTransport.Options(vault.Handler(), isLoopback: true)));
        }

        return builder.With(Settings.With(
            [("KEY_VAULT_URI", vault.Address.AbsoluteUri), ("GOOGLE_CLIENT_SECRET", null), ("TOKEN_ENCRYPTION_KEY", null), ("AUTH_JWT_SECRET", null), .. settings])).Build();
    }
}
