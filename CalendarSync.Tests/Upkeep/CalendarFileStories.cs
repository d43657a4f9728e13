using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Upkeep;

/// <summary>What a new edition of the calendar file means for calendars that are connected already.</summary>
public sealed class CalendarFileStories : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task What_the_file_changes_reaches_the_connection_and_its_calendar_in_google_and_once_more_writes_nothing()
    {
        Say("Cabinet", "medecin", "#ff0000");
        await using var timed = await TimedWorld.CreateAsync(s => s["CALENDAR_CONFIG_PATH"] = _path);
        var world = timed.World;
        await timed.ProcessorAsync();
        (await SeenAsync(world)).ShouldBe(("Cabinet", "medecin", "#ff0000"));
        world.Person.ColorOf("primary").ShouldBe("#ff0000");

        Say("Praxis", "docteur", "#00ff00");
        var restarted = world.NewWorker();
        await timed.ProcessorAsync(restarted);

        (await SeenAsync(world)).ShouldBe(("Praxis", "docteur", "#00ff00"));
        world.Person.ColorOf("primary").ShouldBe("#00ff00");
        var quiet = (await world.FingerprintAsync(), await UpdatedAsync(world), world.Google.Calls.AppliedWrites);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await timed.ProcessorAsync(restarted);
        (await world.FingerprintAsync(), await UpdatedAsync(world), world.Google.Calls.AppliedWrites).ShouldBe(quiet);
    }

    [Fact]
    public async Task What_somebody_has_changed_of_the_connection_stays_also_where_it_was_taken_away()
    {
        Say("Cabinet", "medecin", "#ff0000");
        await using var timed = await TimedWorld.CreateAsync(s => s["CALENDAR_CONFIG_PATH"] = _path);
        var world = timed.World;
        await timed.ProcessorAsync();
        await world.QueryAsync<int>("UPDATE google_calendar_connections SET role = NULL, color = '#0000ff' RETURNING 1");

        Say("Praxis", "docteur", "#00ff00");
        await timed.ProcessorAsync(world.NewWorker());

        (await SeenAsync(world)).ShouldBe(("Praxis", null, "#0000ff"));
    }

    [Fact]
    public async Task A_connection_from_before_takes_what_it_does_not_have_and_keeps_what_it_has()
    {
        Say(null, "medecin", "#ff0000");
        await using var timed = await TimedWorld.CreateAsync(s => s["CALENDAR_CONFIG_PATH"] = _path);
        var world = timed.World;
        await world.QueryAsync<int>("UPDATE google_calendar_connections SET name = 'Home', role = 'doctor' RETURNING 1");

        await timed.ProcessorAsync();

        (await SeenAsync(world)).ShouldBe(("Home", "doctor", "#ff0000"));
    }

    [Fact]
    public async Task Without_a_file_nothing_is_forgotten_that_one_said()
    {
        Say("Cabinet", "medecin", "#ff0000");
        await using var timed = await TimedWorld.CreateAsync(s => s["CALENDAR_CONFIG_PATH"] = _path);
        var world = timed.World;
        await timed.ProcessorAsync();
        world.Settings["CALENDAR_CONFIG_PATH"] = null;

        await timed.ProcessorAsync(world.NewWorker());

        (await SeenAsync(world)).ShouldBe(("Cabinet", "medecin", "#ff0000"));
    }

    private void Say(string? name, string role, string color) => File.WriteAllText(
        _path,
        $"""
        google_calendar:
          calendars:
            - id: primary
              {(name is null ? "" : $"name: {name}")}
              casquette: {role}
              color: "{color}"
        """);

    private static Task<(string? Name, string? Role, string? Color)> SeenAsync(SyncWorld world) =>
        world.ValueAsync<(string?, string?, string?)>("SELECT name, role, color FROM google_calendar_connections");

    private static Task<DateTimeOffset> UpdatedAsync(SyncWorld world) => world.ValueAsync<DateTimeOffset>("SELECT updated_at FROM google_calendar_connections");
}
