using CalendarSync.Core.Agenda;
using CalendarSync.Core.Security;

using Microsoft.Extensions.DependencyInjection;

using Npgsql;

namespace CalendarSync.Benchmarks;

/// <summary>A day of a company with many series, against reading the same columns of the same rows and doing nothing with them.</summary>
internal static class TodayBenchmark
{
    private const int Rounds = 9;

    // Rules as people have them: most without an end, some long over, some with a number of occurrences.
    private const string Fill = """
        INSERT INTO events (company_id, user_id, title, location, role, start_at, end_at, time_zone, recurrence)
        SELECT @Company, @User, 'Consultation ' || i, 'Salle ' || i % 40, 'medecin',
               timestamptz '2020-01-06 08:00Z' + (i % 2000) * interval '1 day' + (i % 24) * interval '20 minutes',
               timestamptz '2020-01-06 08:45Z' + (i % 2000) * interval '1 day' + (i % 24) * interval '20 minutes', 'Europe/Paris',
               ARRAY[(ARRAY['RRULE:FREQ=WEEKLY', 'RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'RRULE:FREQ=MONTHLY;BYDAY=1MO', 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH',
                            'RRULE:FREQ=YEARLY', 'RRULE:FREQ=WEEKLY;COUNT=30', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1', 'RRULE:FREQ=WEEKLY;UNTIL=20240630T215959Z',
                            'RRULE:FREQ=MONTHLY;COUNT=120', 'RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'])[1 + i % 10]]
          FROM generate_series(1, @series) i
        """;

    private const string SameRows = """
        SELECT e.id, e.role, e.all_day, e.start_at, e.end_at, e.start_date, e.end_date, e.time_zone, e.recurrence, e.title, e.location
          FROM events e WHERE e.company_id = $1 AND e.deleted_at IS NULL
        """;

    public static async Task RunAsync(int series)
    {
        await using var world = await World.CreateAsync();
        await world.ExecuteAsync("SELECT set_config('calendar_sync.source', 'google', false); INSERT INTO company_users (company_id, user_id, role) VALUES (@Company, @User, 'owner') ON CONFLICT DO NOTHING", new { World.Company, World.User });
        await world.ExecuteAsync("SELECT set_config('calendar_sync.source', 'google', true);" + Fill + ";", new { World.Company, World.User, series });
        await world.ExecuteAsync("ANALYZE events");
        var today = world.Services.GetRequiredService<TodaysEvents>();
        await TodayAsync(today);
        await ReadAsync(world);

        var ours = new List<Measured>();
        var bare = new List<Measured>();
        long allocated = 0;
        int found = 0;
        long statements = 0;
        for (int i = 0; i < Rounds; i++)
        {
            bare.Add(await Measured.RunAsync(() => ReadAsync(world)));
            world.Statements.Reset();
            long before = GC.GetTotalAllocatedBytes(precise: true);
            ours.Add(await Measured.RunAsync(async () => found = await TodayAsync(today)));
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            statements = world.Statements.Count;
        }

        double alive = await Measured.LiveHeapAsync(() => TodayAsync(today));
        double cpu = Measured.Median(ours.Select(m => m.CpuSeconds));
        double bareCpu = Measured.Median(bare.Select(m => m.CpuSeconds));
        double time = Measured.Median(ours.Select(m => m.Seconds));
        double bareTime = Measured.Median(bare.Select(m => m.Seconds));
        Console.WriteLine($"{series} series, {found} events on the day, medians of {Rounds}");
        Console.WriteLine($"  today                 {time * 1e3:F0} ms ({ours.Min(m => m.Seconds) * 1e3:F0} at best), {cpu * 1e3:F0} ms CPU");
        Console.WriteLine($"  reading the same rows {bareTime * 1e3:F0} ms ({bare.Min(m => m.Seconds) * 1e3:F0} at best), {bareCpu * 1e3:F0} ms CPU");
        Console.WriteLine($"  ratio                 {time / bareTime:F2} ({ours.Min(m => m.Seconds) / bare.Min(m => m.Seconds):F2} at best)");
        Console.WriteLine($"  CPU per series        {(cpu - bareCpu) * 1e6 / series:F1} us above reading");
        Console.WriteLine($"  statements            {statements}");
        Console.WriteLine($"  allocated             {allocated / 1e6:F1} MB, alive at most {alive:F1} MB");
    }

    private static async Task<int> TodayAsync(TodaysEvents today)
    {
        var answer = await today.FindAsync(new Caller(World.User, false), new AgendaRequest(World.Company.ToString(), null, "2026-02-17", "Europe/Paris"), CancellationToken.None);
        return answer.IsGiven(out var day, out var refusal) ? day.Events.Count : throw new InvalidOperationException(refusal.Detail);
    }

    private static async Task ReadAsync(World world)
    {
        await using var command = world.DataSource.CreateCommand(SameRows);
        command.Parameters.Add(new NpgsqlParameter { Value = World.Company });
        await using var reader = await command.ExecuteReaderAsync();
        object[] values = new object[reader.FieldCount];
        while (await reader.ReadAsync())
        {
            reader.GetValues(values);
        }
    }
}
