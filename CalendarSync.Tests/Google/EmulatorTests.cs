using System.Text.Json.Nodes;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;
using CalendarSync.Local.Emulator;
using CalendarSync.Local.Emulator.Faults;
using CalendarSync.Local.Emulator.Model;

using FsCheck.Fluent;

namespace CalendarSync.Tests.Google;

public sealed class EmulatorTests : IAsyncLifetime
{
    private const string Calendar = EmulatedGoogle.Anna;

    private static readonly EventFields Review = Events.Timed("2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z") with { Title = "Review" };

    private readonly EmulatedGoogle google = new();

    private GoogleCalendarClient Client => google.Client;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await google.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_lives_dies_and_lives_again(bool socket)
    {
        if (socket)
        {
            await google.UseSocketAsync();
        }

        var made = await InsertAsync(Review, "abcdef");
        (await FaultAsync(() => InsertAsync(Review, "abcdef"))).ShouldBe(GoogleFault.Duplicate);
        var changed = await ReplaceAsync(made, Review with { Title = "New" }, EventField.Title);
        GoogleEventMapper.ToFields(changed).ShouldBe(Review with { Title = "New" });
        (await FaultAsync(() => ReplaceAsync(made, Review, EventField.Title))).ShouldBe(GoogleFault.Changed);
        (await FaultAsync(() => Client.DeleteEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", made.Etag, CancellationToken.None))).ShouldBe(GoogleFault.Changed);
        await Client.DeleteEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", changed.Etag, CancellationToken.None);
        (await FaultAsync(() => Client.DeleteEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", null, CancellationToken.None))).ShouldBe(GoogleFault.Gone);
        (await FaultAsync(() => InsertAsync(Review, "abcdef"))).ShouldBe(GoogleFault.Duplicate);

        var dead = await Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None);
        dead.IsCancelled.ShouldBeTrue();
        var revived = await Client.UpdateEventAsync(
            EmulatedGoogle.Account, Calendar, "abcdef", GoogleEventMapper.Replace(dead.Raw, Review, EventField.All, Events.Paris, revive: true), dead.Etag, CancellationToken.None);

        GoogleEventMapper.ToFields(revived).ShouldBe(Review);
        google.Emulator.PurgeTrash(Calendar);
        (await FaultAsync(() => Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "unknown", CancellationToken.None))).ShouldBe(GoogleFault.NotFound);
        google.Emulator.Calls.Units.ShouldBe(google.Emulator.Calls.Total);
    }

    [Fact]
    public async Task Whatever_is_not_refused_before_is_not_refused_by_Google_and_comes_back_as_it_went()
    {
        var number = 0;
        foreach (var fields in Gen.Sample(MappingProperties.Fields, 300))
        {
            var made = await InsertAsync(fields, $"event{number++:d5}");

            var expected = fields.Times!.AllDay && EventReminders.Default.Equals(fields.Reminders)
                ? fields with { Reminders = GoogleEventMapper.ToFields(made).Reminders }
                : fields;
            GoogleEventMapper.ToFields(made).ShouldBe(expected);
            var other = Gen.Sample(MappingProperties.Fields, 1).Single();
            var updated = await ReplaceAsync(made, other, EventField.All);
            GoogleEventMapper.ToFields(updated).DifferencesFrom(other).ShouldBeOneOf(
                EventField.None, other.Times!.AllDay && EventReminders.Default.Equals(other.Reminders) ? EventField.Reminders : EventField.None);
        }
    }

    [Fact]
    public async Task A_put_keeps_guests_conference_attachments_and_properties()
    {
        var made = google.Emulator.User(EmulatedGoogle.Anna).Insert(Calendar, JsonNode.Parse("""
            {"summary":"Review","start":{"dateTime":"2026-03-02T10:00:00+01:00","timeZone":"Europe/Paris"},"end":{"dateTime":"2026-03-02T11:00:00+01:00","timeZone":"Europe/Paris"},
             "attendees":[{"email":"ben@example.com"}],"extendedProperties":{"private":{"k":"v"}},"guestsCanInviteOthers":false,
             "conferenceData":{"createRequest":{"requestId":"r1","conferenceSolutionKey":{"type":"hangoutsMeet"}}},
             "attachments":[{"fileUrl":"https://drive.google.com/x","title":"x"}]}
            """)!.AsObject());
        google.Emulator.FinishConferences();
        var id = (string)made["id"]!;
        var before = google.Emulator.Event(Calendar, id)!;

        var stored = await Client.GetEventAsync(EmulatedGoogle.Account, Calendar, id, CancellationToken.None);
        await ReplaceAsync(stored, new EventFields { Title = "New" }, EventField.Title);

        var after = google.Emulator.Event(Calendar, id)!;
        after["summary"]!.GetValue<string>().ShouldBe("New");
        foreach (var key in new[] { "attendees", "conferenceData", "hangoutLink", "attachments", "extendedProperties", "guestsCanInviteOthers", "start", "end", "reminders" })
        {
            before.ContainsKey(key).ShouldBeTrue(key);
            JsonNode.DeepEquals(after[key], before[key]).ShouldBeTrue(key);
        }
    }

    [Fact]
    public async Task A_listing_pages_to_its_token_and_then_gives_what_changed()
    {
        google.Emulator.Options.PageSizeLimit = 3;
        google.Emulator.Options.IrregularPages = true;
        var user = google.Emulator.User(EmulatedGoogle.Anna);
        var ids = Enumerable.Range(0, 20).Select(i => (string)user.Insert(Calendar, EventBody.AllDay($"e{i}", new DateOnly(2026, 3, 1).AddDays(i)))["id"]!).ToList();

        var (items, token) = await ListAsync(null);
        items.Select(e => e.Id!).Order(StringComparer.Ordinal).ShouldBe(ids.Order(StringComparer.Ordinal));
        user.Edit(Calendar, ids[3], """{"summary":"new"}""");
        user.Delete(Calendar, ids[4]);
        var (changed, next) = await ListAsync(token);

        changed.Count.ShouldBe(2);
        changed.Single(e => e.Id == ids[3]).Summary.ShouldBe("new");
        changed.Single(e => e.Id == ids[4]).IsCancelled.ShouldBeTrue();
        google.Emulator.KillSyncTokens();
        (await FaultAsync(() => ListAsync(next))).ShouldBe(GoogleFault.FullSyncRequired);
        (await FaultAsync(() => ListAsync("no token at all"))).ShouldBe(GoogleFault.FullSyncRequired);
    }

    [Fact]
    public async Task An_expired_token_costs_one_more_call_and_a_withdrawn_consent_is_told()
    {
        await InsertAsync(Review, "abcdef");
        google.Emulator.ExpireAccessTokens();

        await Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None);

        google.Refreshes.ShouldBe(2);
        google.Emulator.Calls.Total.ShouldBe(3);
        using var script = google.Emulator.Faults.Script(_ => Fault.Unauthorized());
        (await FaultAsync(() => Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None))).ShouldBe(GoogleFault.NeedsReauthorisation);
    }

    [Fact]
    public async Task Every_fault_of_production_is_worth_another_try()
    {
        await google.UseSocketAsync();
        await InsertAsync(Review, "abcdef");
        foreach (var fault in FaultPlan.Everyday)
        {
            google.Emulator.Faults.Next("*", fault);
            (await FaultAsync(() => Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None))).ShouldBe(GoogleFault.Transient, fault.Name);
        }

        google.Emulator.Faults.Next("*", Fault.HugeBody(5));
        (await FaultAsync(() => Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None))).ShouldBe(GoogleFault.Permanent);
        google.Emulator.Faults.Next("*", Fault.ApiDisabled());
        (await FaultAsync(() => Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None))).ShouldBe(GoogleFault.Operator);
        google.Emulator.ChangeAccount(EmulatedGoogle.Anna, writesExhausted: true);
        (await FaultAsync(() => InsertAsync(Review, "bcdefg"))).ShouldBe(GoogleFault.WritesPaused);
        await Client.GetEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", CancellationToken.None);
    }

    [Fact]
    public async Task Rights_that_are_missing_are_told_apart()
    {
        google.Emulator.Share(Calendar, EmulatedGoogle.Ben, AccessRole.Reader);
        google.Become(EmulatedGoogle.Ben);
        (await FaultAsync(() => InsertAsync(Review, "abcdef"))).ShouldBe(GoogleFault.ReadOnlyCalendar);
        (await ListAsync(null)).Items.ShouldBeEmpty();
        google.Emulator.Share(Calendar, EmulatedGoogle.Ben, AccessRole.None);
        (await FaultAsync(() => ListAsync(null))).ShouldBe(GoogleFault.NotFound);
        google.Become(EmulatedGoogle.Anna, "calendar.events");
        (await FaultAsync(() => Client.ListCalendarsAsync(EmulatedGoogle.Account, CancellationToken.None))).ShouldBe(GoogleFault.NeedsReauthorisation);
    }

    [Fact]
    public async Task Calendars_are_listed_watched_and_left()
    {
        var work = google.Emulator.AddCalendar(EmulatedGoogle.Anna, "Work", timeZone: "Asia/Tokyo");
        var holidays = google.Emulator.AddHolidayCalendar(EmulatedGoogle.Anna);
        var request = new WatchRequest("channel-1", "https://hooks.example.com/x", "secret", TimeSpan.FromDays(7));

        var calendars = await Client.ListCalendarsAsync(EmulatedGoogle.Account, CancellationToken.None);
        calendars.Single(c => c.Primary).Id.ShouldBe(EmulatedGoogle.Anna);
        calendars.Single(c => c.Id == work).ShouldSatisfyAllConditions(c => c.TimeZone.ShouldBe("Asia/Tokyo"), c => c.AccessRole.ShouldBe("owner"));
        calendars.Single(c => c.Id == holidays).AccessRole.ShouldBe("reader");
        var opened = await Client.WatchEventsAsync(EmulatedGoogle.Account, work, request, CancellationToken.None);
        opened.ExpirationMs.ShouldBe(google.Clock.GetUtcNow().AddDays(7).ToUnixTimeMilliseconds());
        (await FaultAsync(() => Client.WatchEventsAsync(EmulatedGoogle.Account, work, request, CancellationToken.None))).ShouldBe(GoogleFault.Duplicate);
        (await FaultAsync(() => Client.WatchEventsAsync(EmulatedGoogle.Account, holidays, request with { ChannelId = "2" }, CancellationToken.None)))
            .ShouldBe(GoogleFault.PushNotSupported);
        await Client.StopChannelAsync(EmulatedGoogle.Account, "channel-1", opened.ResourceId, CancellationToken.None);
        await Client.StopChannelAsync(EmulatedGoogle.Account, "channel-1", opened.ResourceId, CancellationToken.None);
        google.Emulator.LiveChannels().ShouldBeEmpty();
        await InsertAsync(Review, "abcdef");
        (await Client.MoveEventAsync(EmulatedGoogle.Account, Calendar, "abcdef", work, CancellationToken.None)).Id.ShouldBe("abcdef");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_whose_clock_is_ten_minutes_off_is_noticed(bool socket)
    {
        if (socket)
        {
            await google.UseSocketAsync();
        }

        google.Emulator.Clock.Skew = TimeSpan.FromMinutes(10);
        await InsertAsync(Review, "abcdef");
        google.ServerClock.Offset.TotalSeconds.ShouldBe(600, 1);
    }

    [Fact]
    public async Task A_guests_copy_is_known_as_one()
    {
        var id = (string)google.Emulator.User(EmulatedGoogle.Anna).Insert(Calendar, """
            {"start":{"date":"2026-03-02"},"end":{"date":"2026-03-03"},"attendees":[{"email":"ben@example.com"}]}
            """)["id"]!;

        GoogleEventMapper.IsWritable(await Client.GetEventAsync(EmulatedGoogle.Account, Calendar, id, CancellationToken.None), out _).ShouldBeTrue();
        google.Become(EmulatedGoogle.Ben);
        GoogleEventMapper.IsWritable(await Client.GetEventAsync(EmulatedGoogle.Account, EmulatedGoogle.Ben, id, CancellationToken.None), out var reason).ShouldBeFalse();
        reason.ShouldBe("guestCopy");
        var work = google.Emulator.AddCalendar(EmulatedGoogle.Ben, "Work");
        var own = (string)google.Emulator.User(EmulatedGoogle.Ben).Insert(work, EventBody.AllDay("x", new DateOnly(2026, 3, 2)))["id"]!;
        GoogleEventMapper.IsWritable(await Client.GetEventAsync(EmulatedGoogle.Account, work, own, CancellationToken.None), out _).ShouldBeTrue();
    }

    private static async Task<GoogleFault> FaultAsync(Func<Task> call) => (await Should.ThrowAsync<GoogleApiException>(call)).Fault;

    private Task<GoogleEvent> InsertAsync(EventFields fields, string id) =>
        Client.InsertEventAsync(EmulatedGoogle.Account, Calendar, GoogleEventMapper.NewBody(fields, id, Events.Paris), CancellationToken.None);

    private Task<GoogleEvent> ReplaceAsync(GoogleEvent stored, EventFields from, EventField changed) => Client.UpdateEventAsync(
        EmulatedGoogle.Account,
        Calendar,
        stored.Id!,
        GoogleEventMapper.Replace(stored.Raw, from, changed, Events.Paris, revive: false),
        stored.Etag,
        CancellationToken.None);

    private async Task<(List<GoogleEvent> Items, string Token)> ListAsync(string? syncToken)
    {
        var items = new List<GoogleEvent>();
        string? pageToken = null;
        while (true)
        {
            var page = await Client.ListEventsAsync(EmulatedGoogle.Account, new EventListRequest(Calendar, syncToken, pageToken, ["default"]), CancellationToken.None);
            page.Unreadable.ShouldBeEmpty();
            items.AddRange(page.Items);
            if (page.NextPageToken is null)
            {
                return (items, page.NextSyncToken!);
            }

            pageToken = page.NextPageToken;
        }
    }
}
