using CalendarSync.Core;
using CalendarSync.Core.Agenda;
using CalendarSync.Core.Security;
using CalendarSync.Tests.Scenarios;
using CalendarSync.Tests.Support;

using Dapper;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

using Npgsql;

namespace CalendarSync.Tests.Agenda;

/// <summary>A company's events, and the question what takes place on a day. The engine asks under row level security, as its own role.</summary>
internal sealed class AgendaWorld : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly ServiceProvider _services;

    private AgendaWorld(TestDatabase database, ServiceProvider services, FakeTimeProvider clock, StatementCounter statements)
    {
        _database = database;
        _services = services;
        Clock = clock;
        Statements = statements;
    }

    public static Guid Company { get; } = Guid.Parse("0a000000-0000-0000-0000-00000000c001");

    public static Guid Other { get; } = Guid.Parse("0a000000-0000-0000-0000-00000000c002");

    public static Guid User { get; } = Guid.Parse("0a000000-0000-0000-0000-0000000000a1");

    public FakeTimeProvider Clock { get; }

    public StatementCounter Statements { get; }

    public static async Task<AgendaWorld> CreateAsync()
    {
        TestDatabase database = await TestDatabase.CreateAsync();
        var clock = new FakeTimeProvider();
        var statements = new StatementCounter();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(statements.Watch(database.EngineConnectionString));
        services.AddCalendarSync(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DATABASE_URL"] = database.EngineConnectionString,
            ["GOOGLE_CLIENT_ID"] = "id",
            ["GOOGLE_CLIENT_SECRET"] = "secret",
            ["GOOGLE_REDIRECT_URI"] = "http://127.0.0.1:7071/api/google-calendar-oauth-pkce",
            ["TOKEN_ENCRYPTION_KEY"] = Convert.ToBase64String(new byte[32]),
            ["AUTH_JWT_SECRET"] = "a secret of a test that is long enough to be taken",
        }).Build());
        var world = new AgendaWorld(database, services.BuildServiceProvider(), clock, statements);
        await world.ExecuteAsync("INSERT INTO company_users (company_id, user_id, role) VALUES (@Company, @User, 'member')", new { Company, User });
        return world;
    }

    public async Task<Guid> ExecuteAsync(string sql, object? parameters = null)
    {
        await using NpgsqlConnection connection = await _database.DataSource.OpenConnectionAsync();
        return await connection.QuerySingleOrDefaultAsync<Guid>(sql, parameters);
    }

    /// <summary>Times are as PostgreSQL reads them: <c>2026-03-29 01:30+01</c>.</summary>
    public Task<Guid> TimedAsync(string title, string start, string end, string? rule = null, string zone = "Europe/Paris", string? role = null, Guid? company = null) => ExecuteAsync(
        """
        INSERT INTO events (company_id, user_id, title, start_at, end_at, time_zone, recurrence, role)
        VALUES (@company, @User, @title, @start::timestamptz, @end::timestamptz, @zone, @lines, @role) RETURNING id
        """,
        new { company = company ?? Company, User, title, start, end, zone, lines = rule?.Split('|'), role });

    public Task<Guid> DaysAsync(string title, string start, string end, string? rule = null) => ExecuteAsync(
        """
        INSERT INTO events (company_id, user_id, title, all_day, start_date, end_date, recurrence)
        VALUES (@Company, @User, @title, true, @start::date, @end::date, @lines) RETURNING id
        """,
        new { Company, User, title, start, end, lines = rule?.Split('|') });

    /// <summary>The events of a day, or a failure.</summary>
    public async Task<IReadOnlyList<AgendaEvent>> DayAsync(string? date, string? zone = null, string? role = null)
    {
        (await AskAsync(new AgendaRequest(Company.ToString(), role, date, zone))).IsGiven(out AgendaDay? day, out Refusal? refusal).ShouldBeTrue(refusal?.Detail);
        return day.Events;
    }

    /// <summary>Titles in order.</summary>
    public async Task<string> TitlesAsync(string? date, string? zone = null, string? role = null) => string.Join(' ', (await DayAsync(date, zone, role)).Select(e => e.Title));

    public Task<Answer<AgendaDay>> AskAsync(AgendaRequest request, Guid? user = null) =>
        _services.GetRequiredService<TodaysEvents>().FindAsync(new Caller(user ?? User, false), request, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }
}
