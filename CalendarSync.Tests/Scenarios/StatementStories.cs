using CalendarSync.Local.Emulator;

using Microsoft.Extensions.DependencyInjection;

using Npgsql;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A page costs the same number of SQL statements whatever it holds.</summary>
public sealed class StatementStories
{
    [Theory]
    [InlineData("new")]
    [InlineData("edited")]
    [InlineData("deleted")]
    [InlineData("full")]
    public async Task A_page_of_two_hundred_events_costs_as_many_statements_as_a_page_of_one(string what)
    {
        var one = await CountAsync(what, 1);
        var many = await CountAsync(what, 200);

        one.ShouldNotBeEmpty();
        many.Count.ShouldBe(one.Count, string.Join("\n---\n", many));
    }

    private static async Task<IReadOnlyCollection<string>> CountAsync(string what, int events)
    {
        var counter = new StatementCounter();
        await using var world = await SyncWorld.CreateAsync(connected: true);
        await using var source = counter.Watch(world.Database.EngineConnectionString);
        var worker = world.NewWorker(services => services.AddSingleton<NpgsqlDataSource>(source));
        // One event that stays, so that both cases have something to mark.
        world.GoogleInsert("Reste");
        await world.SettleAsync();
        world.Time.Advance(TimeSpan.FromHours(1));
        var start = world.Time.GetUtcNow();
        world.Person.InsertMany(world.Calendar, Enumerable.Range(0, events).Select(i => EventBody.Timed($"E{i}", start, start.AddHours(1))));
        if (what != "new")
        {
            await world.SettleAsync();
            world.Time.Advance(TimeSpan.FromHours(1));
            foreach (var e in world.GoogleEvents().Where(e => (string?)e["summary"] != "Reste"))
            {
                if (what == "deleted")
                {
                    world.Person.Delete(world.Calendar, (string)e["id"]!);
                }
                else
                {
                    world.Person.Edit(world.Calendar, (string)e["id"]!, """{"location":"Salle"}""");
                }
            }
        }

        counter.Reset();
        await worker.PullAsync(full: what == "full");
        return [.. counter.Statements];
    }
}
