using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Sections 3.10 to 3.12: import, conferences, attachments.</summary>
public sealed class ImportContractTests(ContractFixture fixture) : ContractTests(fixture)
{
    [Fact]
    public async Task An_import_updates_the_event_that_has_the_uid_and_replaces_all_of_it()
    {
        string uid = $"{NewId()}@example.org";
        JsonObject body = Timed();
        body["iCalUID"] = uid;
        body["location"] = "Room 4";
        GoogleAnswer first = (await Api.PostAsync($"{Events}/import", body)).ShouldBe(200);
        JsonObject again = Timed(summary: "Second");
        again["iCalUID"] = uid;
        GoogleAnswer second = (await Api.PostAsync($"{Events}/import", again)).ShouldBe(200);
        second.Id.ShouldBe(first.Id);
        ((string?)second.Json["summary"]).ShouldBe("Second");
        second.Json.ContainsKey("location").ShouldBeFalse();
        Find((await Api.ListAsync(Calendar, $"iCalUID={GoogleApi.Escape(uid)}")).Items, first.Id).ShouldNotBeNull();
    }

    [Fact]
    public async Task An_import_needs_a_uid_and_the_calendar_among_its_people()
    {
        (await Api.PostAsync($"{Events}/import", Timed())).ShouldRefuse(400, "required");
        JsonObject foreign = Timed();
        foreign["iCalUID"] = $"{NewId()}@example.org";
        foreign["organizer"] = new JsonObject { ["email"] = "somebody@example.org" };
        (await Api.PostAsync($"{Events}/import", foreign)).ShouldRefuse(400, "participantIsNeitherOrganizerNorAttendee");
        foreign["attendees"] = new JsonArray(new JsonObject { ["email"] = Calendar });
        ((bool?)(await Api.PostAsync($"{Events}/import", foreign)).ShouldBe(200).Json["privateCopy"]).ShouldBe(true);
    }

    [Fact]
    public async Task Attachments_count_only_with_their_parameter()
    {
        const string attachments = """[{"fileUrl":"https://drive.google.com/open?id=1","title":"Plan"}]""";
        GoogleAnswer without = await InsertAsync(With(Timed(), "attachments", attachments));
        without.Json.ContainsKey("attachments").ShouldBeFalse();
        GoogleAnswer with = (await Api.PostAsync($"{Events}?supportsAttachments=true", With(Timed(), "attachments", attachments))).ShouldBe(200);
        (await Api.PutAsync(One(with.Id), Timed())).ShouldBe(200).Json["attachments"]!.AsArray().Count.ShouldBe(1);
        (await Api.PutAsync(One(with.Id) + "?supportsAttachments=true", Timed())).ShouldBe(200).Json.ContainsKey("attachments").ShouldBeFalse();
    }
}
