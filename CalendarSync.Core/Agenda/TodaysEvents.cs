using CalendarSync.Core.Recurrence;
using CalendarSync.Core.Security;

using Microsoft.Extensions.Logging;

using NodaTime;

namespace CalendarSync.Core.Agenda;

/// <summary>What takes place on a day, by role: events, and the occurrences of series with their exceptions and holes.</summary>
public sealed class TodaysEvents
{
    /// <summary>Nobody names a role at such length.</summary>
    private const int LongestRole = 200;

    private readonly CompanyAccess _access;
    private readonly AgendaStore _store;
    private readonly CalendarSyncOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TodaysEvents> _logger;

    internal TodaysEvents(CompanyAccess access, AgendaStore store, CalendarSyncOptions options, TimeProvider time, ILogger<TodaysEvents> logger)
    {
        _access = access;
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>The events of a company that overlap a day. Two statements, however many events and series there are.</summary>
    /// <param name="caller">A member of the company. Of others' private events only the time is told.</param>
    /// <param name="request">What was asked, as it came.</param>
    /// <param name="cancellationToken">Stops the queries and the expansion.</param>
    /// <returns>The day, or 401, 404, 400 naming what is wrong.</returns>
    /// <exception cref="OperationCanceledException">The caller went away.</exception>
    public async Task<Answer<AgendaDay>> FindAsync(Caller caller, AgendaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        if (caller.UserId is not { } user)
        {
            return new Refusal(401);
        }

        if (!Guid.TryParse(request.CompanyId, out Guid company))
        {
            return new Refusal(400, "company_id has to be given once, as a uuid.");
        }

        if (Refusal.Of(await _access.CheckAsync(caller, company, CompanyRight.Member, cancellationToken)) is { } refusal)
        {
            return refusal;
        }

        if (request.Role is { } role && (role.Length > LongestRole || role.Any(char.IsControl)))
        {
            return new Refusal(400, "role has to be the name of a role.");
        }

        string zone = string.IsNullOrEmpty(request.TimeZone) ? _options.NotificationTimeZone : request.TimeZone;
        if (DayWindow.Read(request.Date, zone, Instant.FromDateTimeOffset(_time.GetUtcNow()), out string? fault) is not { } day)
        {
            return new Refusal(400, fault);
        }

        IReadOnlyList<AgendaRow> rows = await _store.LoadAsync(company, user, string.IsNullOrEmpty(request.Role) ? null : request.Role, day, cancellationToken);
        IEnumerable<AgendaEvent> singles = rows.Where(r => !r.IsSeries).Select(r => r.ToEvent());
        return new AgendaDay(InOrder(singles.Concat(await OccurrencesAsync(company, rows, day, cancellationToken)), day));
    }

    private async Task<IEnumerable<AgendaEvent>> OccurrencesAsync(Guid company, IReadOnlyList<AgendaRow> rows, DayWindow day, CancellationToken cancellationToken)
    {
        var expansion = new SeriesOfDay(day, company, _logger, cancellationToken);
        (AgendaRow Row, Occurrence Occurrence)[] found = [.. expansion.Expand(rows.Where(r => r.IsSeries))];
        if (found.Length == 0)
        {
            return [];
        }

        IReadOnlySet<Slot> taken = await _store.TakenAsync(company, [.. found.Select(f => new Slot(f.Row.Id, f.Occurrence.Start))], cancellationToken);
        return found.Where(f => !taken.Contains(new Slot(f.Row.Id, f.Occurrence.Start))).Select(f => f.Row.At(f.Occurrence));
    }

    private static AgendaEvent[] InOrder(IEnumerable<AgendaEvent> events, DayWindow day) =>
    [
        .. events
            .OrderBy(e => e.StartAt is { } at ? Instant.FromDateTimeOffset(at) : day.Zone.AtStartOfDay(LocalDate.FromDateOnly(e.StartDate!.Value)).ToInstant())
            .ThenByDescending(e => e.AllDay)
            .ThenBy(e => e.Title, StringComparer.Ordinal)
            .ThenBy(e => e.Id),
    ];
}
