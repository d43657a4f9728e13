using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Section 3.10: the conference service answers when the test says so.</summary>
public sealed class ConferenceTests : IDisposable
{
    private readonly Google _google = new();

    public void Dispose() => _google.Dispose();

    [Fact]
    public async Task A_conference_is_pending_first_and_its_end_is_a_change_of_the_event()
    {
        JsonObject body = Google.Review();
        body["conferenceData"] = JsonNode.Parse("""{"createRequest":{"requestId":"r1","conferenceSolutionKey":{"type":"hangoutsMeet"}}}""");
        (await _google.Api.PostAsync(_google.Events, body.DeepClone().AsObject())).ShouldBe(200).Json.ContainsKey("conferenceData").ShouldBeFalse("version 0 ignores it");
        GoogleAnswer made = (await _google.Api.PostAsync($"{_google.Events}?conferenceDataVersion=1", body)).ShouldBe(200);
        ((string?)made.Json["conferenceData"]!["createRequest"]!["status"]!["statusCode"]).ShouldBe("pending");
        string token = (await _google.Api.ListAsync(_google.Work)).SyncToken!;
        _google.Emulator.FinishConferences().ShouldBe(1);
        JsonObject done = (await _google.Api.DeltaAsync(_google.Work, token)).Items.ShouldHaveSingleItem();
        ((string?)done["hangoutLink"]).ShouldStartWith("https://meet.google.com/");
        ((string?)(await _google.Api.PutAsync(_google.One(made.Id), Google.Review())).ShouldBe(200).Json["hangoutLink"]).ShouldBe((string?)done["hangoutLink"]);
        (await _google.Api.PutAsync(_google.One(made.Id) + "?conferenceDataVersion=1", Google.Review())).ShouldBe(200).Json.ContainsKey("conferenceData").ShouldBeFalse();
    }
}
