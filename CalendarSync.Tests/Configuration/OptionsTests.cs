using CalendarSync.Core;
using CalendarSync.Core.Configuration;
using CalendarSync.Core.Reconciliation;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

using Npgsql;

namespace CalendarSync.Tests.Configuration;

public sealed class OptionsTests
{
    [Fact]
    public void Good_settings_start_with_the_defaults_of_the_table()
    {
        CalendarSyncOptions options = Settings.Read();

        options.GoogleApiUrl.ShouldBe(new Uri("https://www.googleapis.com/calendar/v3"));
        options.GoogleAuthUrl.Host.ShouldBe("accounts.google.com");
        options.ConflictPolicy.ShouldBe(ConflictPolicy.LastWriteWins);
        options.NotificationCulture.Name.ShouldBe("fr-FR");
        options.NotificationTimeZone.ShouldBe("Europe/Paris");
        options.HealthMaxAgeMinutes.ShouldBe(60);
        options.MirrorEventTypes.ShouldBe(["default"]);
        options.FunctionsKey.ShouldBeNull();
        options.WebhookBaseUrl.ShouldBeNull();
        options.Calendar.Calendars.ShouldHaveSingleItem().IsPrimary.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_at_all_names_every_required_setting_at_once()
    {
        IReadOnlyList<string> faults = Faults(new ConfigurationBuilder().Build());

        faults.Select(fault => fault.Split(' ')[0]).ShouldBe(
            ["DATABASE_URL", "GOOGLE_CLIENT_ID", "GOOGLE_REDIRECT_URI", "GOOGLE_CLIENT_SECRET", "TOKEN_ENCRYPTION_KEY", "AUTH_JWT_SECRET"],
            ignoreOrder: true);
    }

    [Fact]
    public void A_vault_may_supply_what_it_supplies_and_nothing_else()
    {
        IReadOnlyList<string> faults = Faults(new ConfigurationBuilder()
            .AddInMemoryCollection([new("KEY_VAULT_URI", "https://vault.example.com/")]).Build());

        faults.Select(fault => fault.Split(' ')[0]).ShouldBe(["DATABASE_URL", "GOOGLE_CLIENT_ID", "GOOGLE_REDIRECT_URI"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("DATABASE_URL", "mysql://u:canary@h/d")]
    [InlineData("DATABASE_URL", "Host=h;Canary=canary")]
    [InlineData("DATABASE_URL", "Username=canary")]
    [InlineData("TOKEN_ENCRYPTION_KEY", "canary")]
    [InlineData("TOKEN_ENCRYPTION_KEY", "a:Y2FuYXJ5")]
    [InlineData("AUTH_JWT_SECRET", "canary")]
    [InlineData("CONFLICT_POLICY", "canary")]
    [InlineData("NOTIFICATION_CULTURE", "canary-canary-canary")]
    [InlineData("NOTIFICATION_TIME_ZONE", "Canary/Canary")]
    [InlineData("TELEGRAM_TOPIC_ACTIONS", "canary")]
    [InlineData("TELEGRAM_COMPANY_ID", "canary")]
    [InlineData("HEALTH_MAX_AGE_MINUTES", "canary")]
    [InlineData("HEALTH_MAX_AGE_MINUTES", "0")]
    [InlineData("MIRROR_EVENT_TYPES", "canary!")]
    [InlineData("GOOGLE_API_URL", "https://canary.example.com/")]
    [InlineData("ALLOWED_RETURN_ORIGINS", "https://canary.example.com/path")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "canary")]
    [InlineData("CALENDAR_CONFIG_PATH", "/nowhere/canary.yaml")]
    public void Check28_a_fault_names_its_setting_and_never_its_value(string name, string value)
    {
        CalendarSyncConfigurationException exception = Should.Throw<CalendarSyncConfigurationException>(() => Settings.Read((name, value)));

        exception.Faults.ShouldHaveSingleItem().ShouldStartWith(name + " ");
        exception.ToString().ShouldNotContain("canary", Case.Insensitive);
    }

    [Fact]
    public void Telegram_needs_a_chat()
    {
        Faults(Settings.With(("TELEGRAM_BOT_TOKEN", "1:x"))).ShouldHaveSingleItem().ShouldStartWith("TELEGRAM_CHAT_ID ");
    }

    [Fact]
    public void Return_origins_are_kept_in_one_form()
    {
        Settings.Read(("ALLOWED_RETURN_ORIGINS", "https://App.Example.com:443/, http://localhost:3000"))
            .AllowedReturnOrigins.ShouldBe(["https://app.example.com", "http://localhost:3000"]);
    }

    [Theory]
    [InlineData("postgresql://app:p%40ss%2Fw%3Aord@db.example.com:6432/my%20db?sslmode=verify-full&application_name=sync",
        "db.example.com", 6432, "my db", "app", "p@ss/w:ord", SslMode.VerifyFull)]
    [InlineData("postgres://app@db.example.com/app", "db.example.com", 5432, "app", "app", null, SslMode.Prefer)]
    [InlineData("postgresql://u:a@b@[::1]:5499/d", "::1", 5499, "d", "u", "a@b", SslMode.Prefer)]
    [InlineData("Host=h;Port=1;Database=d;Username=u;Password=p;SSL Mode=Require", "h", 1, "d", "u", "p", SslMode.Require)]
    public void The_database_is_known_by_address_or_by_connection_string(
        string value, string host, int port, string database, string user, string? password, SslMode sslMode)
    {
        var builder = new NpgsqlConnectionStringBuilder(Settings.Read(("DATABASE_URL", value)).DatabaseUrl);

        builder.Host.ShouldBe(host);
        builder.Port.ShouldBe(port);
        builder.Database.ShouldBe(database);
        builder.Username.ShouldBe(user);
        builder.Password.ShouldBe(password);
        builder.SslMode.ShouldBe(sslMode);
    }

    [Theory]
    [InlineData("postgresql://u:p@h:abc/d")]
    [InlineData("postgresql://u:p@h/d?sslmode=sometimes")]
    [InlineData("postgresql://u:p@h/d?nonsense=1")]
    [InlineData("postgresql:///d")]
    [InlineData("nonsense")]
    public void A_database_address_that_means_nothing_is_a_fault(string value) =>
        Faults(Settings.With(("DATABASE_URL", value))).ShouldHaveSingleItem().ShouldStartWith("DATABASE_URL ");

    [Theory]
    [InlineData("https://sync.example.com/x")]
    [InlineData("http://localhost:7071/x")]
    [InlineData("http://127.0.0.1:7071/x")]
    [InlineData("http://127.8.9.1/x")]
    [InlineData("http://[::1]:7071/x")]
    [InlineData("http://[::ffff:127.0.0.1]/x")]
    [InlineData("https://10.0.0.4/x")]
    public void Check20_addresses_are_https_or_this_machine(string value)
    {
        foreach (string name in Addresses)
        {
            Should.NotThrow(() => Settings.Read((name, value)), name);
        }
    }

    [Theory]
    [InlineData("http://sync.example.com/x")]
    [InlineData("http://localhost.evil.example/x")]
    [InlineData("http://localhost@evil.example/x")]
    [InlineData("https://user:pass@sync.example.com/x")]
    [InlineData("https://@evil.example/x")]
    [InlineData("http://localhost\\@evil.example/x")]
    [InlineData("https://sync.example.com/x#fragment")]
    [InlineData("https://sync.example.com/x#")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:169.254.169.254]/x")]
    [InlineData("https://2852039166/x")]
    [InlineData("https://0xA9FEA9FE/x")]
    [InlineData("https://[fd00:ec2::254]/x")]
    [InlineData("https://[fe80::1]/x")]
    [InlineData("https://metadata.google.internal./x")]
    [InlineData("http://0.0.0.0/x")]
    [InlineData("https://0.0.0.0/x")]
    [InlineData("https://[::]/x")]
    [InlineData("ftp://sync.example.com/x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//sync.example.com/x")]
    [InlineData("/x")]
    [InlineData("https:///x")]
    public void Check20_every_other_address_is_refused_wherever_it_stands(string value)
    {
        foreach (string name in Addresses)
        {
            Faults(Settings.With((name, value))).ShouldContain(fault => fault.StartsWith(name + " ", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public async Task A_host_with_faulty_settings_does_not_start()
    {
        using IHost host = Host.CreateEmptyApplicationBuilder(null).With(Settings.With(("DATABASE_URL", null), ("CONFLICT_POLICY", "x"))).Build();

        CalendarSyncConfigurationException exception = await Should.ThrowAsync<CalendarSyncConfigurationException>(() => host.StartAsync());

        exception.Faults.Count.ShouldBe(2);
    }

    private static readonly string[] Addresses =
    [
        "GOOGLE_REDIRECT_URI", "WEBHOOK_BASE_URL", "GOOGLE_AUTH_URL", "GOOGLE_TOKEN_URL", "GOOGLE_REVOKE_URL", "KEY_VAULT_URI", "AUTH_JWKS_URL", "TELEGRAM_API_URL",
    ];

    private static IReadOnlyList<string> Faults(IConfiguration configuration) =>
        Should.Throw<CalendarSyncConfigurationException>(() => CalendarSyncOptions.Read(configuration)).Faults;
}
