using System.Collections.Concurrent;
using System.Text.Json.Nodes;

using static CalendarSync.Tests.Scenarios.SeriesActs;

namespace CalendarSync.Tests.Scenarios;

/// <summary>A meeting that repeats, with everything that only Google knows of it: nothing of that is lost when the application edits the series or one occurrence, and nobody gets mail.</summary>
public sealed class ForeignSeriesStories
{
    private static readonly string[] Foreign =
    [
        "attendees", "conferenceData", "hangoutLink", "attachments", "extendedProperties", "source", "guestsCanModify", "guestsCanInviteOthers", "iCalUID", "organizer", "creator",
    ];

    [Theory]
    [InlineData("title = 'Autre'")]
    [InlineData("location = 'Salle 2', description = NULL")]
    [InlineData("recurrence = '{RRULE:FREQ=WEEKLY;COUNT=8}'")]
    [InlineData("start_at = start_at + interval '1 hour', end_at = end_at + interval '1 hour'")]
    public async Task They_survive_an_edit_of_the_series(string set)
    {
        await using var world = await SyncWorld.CreateAsync();
        var (series, parameters) = await MeetingAsync(world);
        var before = world.Google.Event(world.Calendar, series)!;

        await world.AppEditAsync((await world.RowAsync(series)).Id, set);
        await world.SettleAsync();

        ShouldKeep(world.Google.Event(world.Calendar, series)!, before);
        ShouldMailNobody(parameters);
        await EndAsync(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task They_survive_an_edit_of_one_occurrence(bool madeInApp)
    {
        await using var world = await SyncWorld.CreateAsync();
        var (series, parameters) = await MeetingAsync(world);
        var id = series + "_20260302T090000Z";
        if (!madeInApp)
        {
            world.Person.EditInstance(world.Calendar, series, Monday.AddDays(7), Json("""{"summary":"Exception","extendedProperties":{"private":{"dossier":"8"}}}"""));
            await world.SettleAsync();
        }

        var before = world.Google.Event(world.Calendar, madeInApp ? series : id)!;
        if (madeInApp)
        {
            var exception = await AppExceptionAsync(world, (await world.RowAsync(series)).Id, 7, "Exception");
            await world.AppEditAsync(exception, """description = 'Note', color = '#5484ed', visibility = 'private', transparency = 'transparent', reminders = '{"useDefault":false,"overrides":[{"method":"popup","minutes":7}]}'""");
        }
        else
        {
            await world.AppEditAsync((await world.RowAsync(id)).Id, "title = 'Autrement', start_at = start_at + interval '2 hours', end_at = end_at + interval '2 hours'");
        }

        await world.SettleAsync();

        ShouldKeep(world.Google.Event(world.Calendar, id)!, before);
        world.Person.Edit(world.Calendar, id, """{"location":"Salle 3"}""");
        await world.SettleAsync();
        await world.AppEditAsync((await world.RowAsync(id)).Id, "title = 'Encore'");
        await world.SettleAsync();
        ShouldKeep(world.Google.Event(world.Calendar, id)!, before);
        ShouldMailNobody(parameters);
        await EndAsync(world);
    }

    [Fact]
    public async Task They_survive_a_deletion_that_is_taken_back_and_a_move_to_another_calendar()
    {
        await using var world = await SyncWorld.CreateAsync(connected: false);
        var perso = world.Google.AddCalendar(SyncWorld.Email, "Perso");
        var travail = world.Google.AddCalendar(SyncWorld.Email, "Travail");
        await world.ConnectAsync(perso, "perso");
        await world.ConnectAsync(travail, "travail");
        var (series, parameters) = await MeetingAsync(world);
        var row = await world.RowAsync(series);
        var before = world.Google.Event(travail, series)!;

        await world.AppDeleteAsync(row.Id);
        await world.SettleAsync();
        await world.AppEditAsync(row.Id, "deleted_at = NULL");
        await world.SettleAsync();
        ShouldKeep(world.Google.Event(travail, series)!, before);

        await world.AppEditAsync(row.Id, "role = 'perso'");
        await world.SettleAsync();
        var moved = world.Google.Event(perso, series)!;
        before.Remove("organizer");
        moved.Remove("organizer");
        ShouldKeep(moved, before);
        ShouldMailNobody(parameters);
        await world.ShouldBeQuietAsync();
    }

    // The person's own answer and the guests' ones come and go while the application edits.
    [Fact]
    public async Task Answers_of_guests_to_one_occurrence_are_kept_and_cost_no_conflict()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var (series, _) = await MeetingAsync(world);
        var id = series + "_20260302T090000Z";
        world.Google.User("paul@example.com").Respond(id, "accepted");
        await world.SettleAsync();
        var exception = await world.RowAsync(id);
        exception.SeriesId.ShouldBe((await world.RowAsync(series)).Id, "an answer to one occurrence makes it an exception");

        await world.AppEditAsync(exception.Id, "title = 'App'");
        world.Google.User("paul@example.com").Respond(id, "tentative");
        world.Google.User("paul@example.com").Delete("primary", series + "_20260309T090000Z");
        await world.PushAsync();
        await world.SettleAsync();

        ((string?)world.Google.Event(world.Calendar, id)!["summary"]).ShouldBe("App");
        Answer(world, id).ShouldBe("tentative");
        Answer(world, series + "_20260309T090000Z").ShouldBe("declined");
        Answer(world, series).ShouldBe("needsAction");
        ((string?)world.Google.Event("paul@example.com", id)!["summary"]).ShouldBe("App");
        (await world.ConflictsAsync()).ShouldBeEmpty();
        await EndAsync(world);
    }

    // The account is a guest here: it hears of the organizer's changes, and of its own answers, and writes nothing.
    [Fact]
    public async Task A_guest_s_occurrences_are_followed_and_never_written_to()
    {
        await using var world = await SyncWorld.CreateAsync();
        world.Google.AddAccount("paul@example.com", "Paul");
        var paul = world.Google.User("paul@example.com");
        var series = (string)paul.Insert(
            "primary",
            """
            {"summary":"Équipe","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=5"],"attendees":[{"email":"marie@example.com"}]}
            """)["id"]!;
        await world.SettleAsync();

        world.Person.Edit("primary", series + "_20260302T090000Z", """{"colorId":"5"}""");
        world.Person.Respond(series + "_20260309T090000Z", "accepted");
        world.Person.Delete("primary", series + "_20260316T090000Z");
        paul.EditInstance("primary", series, Monday.AddDays(28), Json("""{"summary":"Équipe, déplacée"}"""));
        await world.SettleAsync();

        (await world.RowAsync(series + "_20260302T090000Z")).Color.ShouldBe("#fbd75b");
        (await world.RowAsync(series + "_20260316T090000Z")).DeletedAt.ShouldNotBeNull("declined by deleting");
        (await LiveTitlesAsync(world)).ShouldBe(["Équipe", "Équipe", "Équipe", "Équipe, déplacée"]);
        await EndAsync(world);

        world.Google.Calls.Reset();
        await AppExceptionAsync(world, (await world.RowAsync(series)).Id, 0, "À moi");
        await world.AppEditAsync((await world.RowAsync(series + "_20260309T090000Z")).Id, "title = 'À moi'");
        await world.PushAsync();
        world.Google.Calls.Writes.ShouldBe(0);
        (await world.QueueAsync()).ShouldAllBe(q => q.Status == "failed" && q.ErrorMessage == "refused: guestCopy");
        await world.ShouldBeQuietAsync();
    }

    private static string? Answer(SyncWorld world, string id) =>
        (string?)world.Google.Event(world.Calendar, id)!["attendees"]!.AsArray().Single(a => (string?)a!["email"] == "paul@example.com")!["responseStatus"];

    private static void ShouldMailNobody(ConcurrentQueue<string> parameters)
    {
        parameters.ShouldNotBeEmpty();
        parameters.ShouldAllBe(p => p == "none|");
    }

    private static void ShouldKeep(JsonObject after, JsonObject before)
    {
        foreach (var field in Foreign.Where(before.ContainsKey))
        {
            JsonNode.DeepEquals(after[field], before[field]).ShouldBeTrue($"{field}: {after[field]?.ToJsonString()}");
        }
    }

    /// <summary>The meeting, and what every write from then on says of mail and of the conference.</summary>
    private static async Task<(string Series, ConcurrentQueue<string> Parameters)> MeetingAsync(SyncWorld world)
    {
        var id = (string)world.Person.Insert(
            world.Calendar,
            """
            {"summary":"Réunion","description":"Ordre du jour","start":{"dateTime":"2026-02-23T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-02-23T11:00:00+01:00","timeZone":"Europe/Paris"},
             "recurrence":["RRULE:FREQ=WEEKLY;COUNT=5"],"attendees":[{"email":"paul@example.com","optional":true,"comment":"peut-être"},{"email":"zoe@example.com","additionalGuests":2}],
             "extendedProperties":{"private":{"dossier":"7"},"shared":{"salle":"x"}},"guestsCanModify":true,"guestsCanInviteOthers":false,"source":{"title":"t","url":"https://example.com/"},
             "conferenceData":{"createRequest":{"requestId":"r1","conferenceSolutionKey":{"type":"hangoutsMeet"}}},"attachments":[{"fileUrl":"https://drive.google.com/x","title":"x"}]}
            """)["id"]!;
        world.Google.FinishConferences();
        await world.SettleAsync();
        var parameters = new ConcurrentQueue<string>();
        world.Google.Faults.Script(call =>
        {
            if (call is { IsWrite: true } && call.Method.StartsWith("events.", StringComparison.Ordinal))
            {
                parameters.Enqueue($"{call.Query["sendUpdates"]}|{call.Query["conferenceDataVersion"]}{call.Query["supportsAttachments"]}{call.Query["sendNotifications"]}");
            }

            return null;
        });
        return (id, parameters);
    }
}
