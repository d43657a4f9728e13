using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

/// <summary>Points 14, 15 and 35: deleting and reviving, reminders, extended properties.</summary>
public sealed class DeletionContractTests(ContractFixture fixture) : ContractTests(fixture)
{
    [Fact]
    public async Task P35_delete_is_204_then_410_and_get_shows_it_cancelled()
    {
        string id = (await InsertAsync()).Id;
        (await Api.DeleteAsync(One(id))).ShouldBe(204).Text.ShouldBeEmpty();
        (await Api.DeleteAsync(One(id))).ShouldRefuse(410, "deleted");
        ((string?)(await Api.GetAsync(One(id))).ShouldBe(200).Json["status"]).ShouldBe("cancelled");
        (await Api.DeleteAsync(One(NewId()))).ShouldRefuse(404, "notFound");
        (await Api.GetAsync(One(NewId()))).ShouldRefuse(404, "notFound");
    }

    [Fact]
    public async Task P35_status_confirmed_brings_a_deleted_event_back_under_its_id()
    {
        string id = (await InsertAsync()).Id;
        await Api.DeleteAsync(One(id));
        JsonObject body = Timed(summary: "Back");
        body["status"] = "confirmed";
        GoogleAnswer back = (await Api.PutAsync(One(id), body)).ShouldBe(200);
        back.Id.ShouldBe(id);
        ((string?)(await Api.GetAsync(One(id))).Json["status"]).ShouldBe("confirmed");
        (await Api.PatchAsync(One(id), Parse("""{"status":"cancelled"}"""))).ShouldBe(200);
        (await Api.PatchAsync(One(id), Parse("""{"status":"confirmed"}"""))).ShouldBe(200);
        Find((await Api.ListAsync(Calendar)).Items, id).ShouldNotBeNull();
    }

    [Fact]
    public async Task P12_a_put_on_a_deleted_event_says_confirmed_by_saying_nothing_and_a_patch_does_not()
    {
        string id = (await InsertAsync()).Id;
        await Api.DeleteAsync(One(id));
        ((string?)(await Api.PatchAsync(One(id), Parse("""{"summary":"Still gone"}"""))).ShouldBe(200).Json["status"]).ShouldBe("cancelled");
        ((string?)(await Api.PutAsync(One(id), Timed(summary: "Back"))).ShouldBe(200).Json["status"]).ShouldBe("confirmed");
        Find((await Api.ListAsync(Calendar)).Items, id).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"popup","minutes":-5},{"method":"popup","minutes":50000},{"method":"sms","minutes":3}]}""", "popup 0,popup 40320")]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"email","minutes":10},{"method":"email","minutes":10}]}""", "email 10")]
    public async Task P14_reminders_are_clamped_collapsed_and_dropped_in_silence(string reminders, string expected)
    {
        JsonObject made = (await InsertAsync(With(Timed(), "reminders", reminders))).Json;
        string got = string.Join(',', made["reminders"]!["overrides"]!.AsArray().Select(o => $"{o!["method"]} {o["minutes"]}").Order(StringComparer.Ordinal));
        got.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"useDefault":true,"overrides":[{"method":"popup","minutes":1}]}""", "cannotUseDefaultRemindersAndSpecifyOverride")]
    [InlineData("""{"useDefault":false,"overrides":[{"method":"popup","minutes":1},{"method":"popup","minutes":2},{"method":"popup","minutes":3},{"method":"popup","minutes":4},{"method":"popup","minutes":5},{"method":"popup","minutes":6}]}""", "eventRemindersCountExceedsLimit")]
    public async Task P14_two_mistakes_with_reminders_are_refused(string reminders, string reason)
    {
        GoogleAnswer refused = await Api.PostAsync(Events, With(Timed(), "reminders", reminders));
        refused.ShouldRefuse(400, reason);
        refused.Domain.ShouldBe("calendar");
    }

    [Fact]
    public async Task P14_a_reminder_edit_moves_the_etag_not_updated_and_is_in_the_delta()
    {
        GoogleAnswer made = await InsertAsync();
        string token = await SyncTokenAsync();
        GoogleAnswer changed = (await Api.PatchAsync(One(made.Id), Parse("""{"reminders":{"useDefault":false,"overrides":[{"method":"popup","minutes":7}]}}"""))).ShouldBe(200);
        changed.ShouldHaveOtherEtagThan(made);
        ((string?)changed.Json["updated"]).ShouldBe((string?)made.Json["updated"]);
        Find((await Api.DeltaAsync(Calendar, token)).Items, made.Id).ShouldNotBeNull();
    }

    [Fact]
    public async Task P14_no_reminders_at_all_shows_as_false_without_overrides()
    {
        JsonObject made = (await InsertAsync(With(Timed(), "reminders", """{"useDefault":false,"overrides":[]}"""))).Json;
        made["reminders"]!.ToJsonString().ShouldBe("""{"useDefault":false}""");
    }

    [Fact]
    public async Task P15_long_property_keys_vanish_and_long_values_are_cut()
    {
        JsonObject body = Timed();
        body["extendedProperties"] = new JsonObject
        {
            ["private"] = new JsonObject { [new string('k', 44)] = "kept", [new string('k', 45)] = "gone", ["v"] = new string('v', 1100) },
        };
        JsonObject properties = (await InsertAsync(body)).Json["extendedProperties"]!["private"]!.AsObject();
        properties.Select(p => p.Key).Order(StringComparer.Ordinal).ShouldBe([new string('k', 44), "v"]);
        ((string)properties["v"]!).Length.ShouldBe(1024);
    }
}
