using System.Text;
using System.Text.Json.Nodes;

using CalendarSync.Core.Google;
using CalendarSync.Core.Reconciliation;

using FsCheck;
using FsCheck.Fluent;

namespace CalendarSync.Tests.Google;

public sealed class MappingProperties
{
    private static readonly Gen<string?> Texts = Gen.OneOf(
        Gen.Constant<string?>(null),
        Gen.Elements<string?>("x", "Réunion \"clé\"", "a\\u0000b", "😀 déjà", "line\nline\t\u2028", "<script>", "日本語"));

    private static readonly Gen<EventTimes> Times = Gen.OneOf(
        from start in Gen.Choose(0, 2_000_000_000)
        from length in Gen.Choose(1, 400_000)
        from zone in Gen.Elements("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu")
        select EventTimes.Timed(DateTimeOffset.FromUnixTimeSeconds(start), DateTimeOffset.FromUnixTimeSeconds((long)start + length), zone),
        from start in Gen.Choose(1, 30_000)
        from length in Gen.Choose(1, 40)
        select EventTimes.Days(new DateOnly(1990, 1, 1).AddDays(start), new DateOnly(1990, 1, 1).AddDays(start + length)));

    private static readonly Gen<EventReminders> Reminders = Gen.OneOf(
        Gen.Constant(EventReminders.Default),
        from minutes in Gen.Choose(-5, 50_000).ArrayOf()
        from email in Gen.Elements("email", "popup", "sms")
        select EventReminders.Of(false, minutes.Take(5).Select(m => new Reminder(email, m))));

    internal static readonly Gen<EventFields> Fields =
        from title in Texts
        from description in Texts
        from location in Texts
        from times in Times
        from color in Gen.Choose(0, 11)
        from rule in Gen.Elements<string?>(null, "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;BYDAY=MO")
        from tentative in Gen.Elements(true, false)
        from visibility in Gen.Elements(null, "default", "public", "private", "confidential")
        from transparency in Gen.Elements(null, "opaque", "transparent")
        from reminders in Reminders
        select new EventFields
        {
            Title = title,
            Description = description,
            Location = location,
            Times = times,
            Color = EventColors.HexOf(color.ToString()),
            Recurrence = rule is null ? null : RecurrenceLines.Of([rule]),
            Tentative = tentative,
            Visibility = visibility,
            Transparency = transparency,
            Reminders = reminders,
        };

    private static readonly Gen<JsonNode?> Unknown = Gen.Elements("1.50", "1e3", "null", "true", "\"é\\u00e9\\n\"", "[]", "{\"a\":[{\"b\":null}]}", "[1,[2,{}]]")
        .Select(json => JsonNode.Parse(json));

    private static readonly Gen<JsonObject> Extras =
        from names in Gen.Elements("attendees", "conferenceData", "extendedProperties", "x-new", "source", "attachments", "guestsCanModify2", "").ArrayOf()
        from values in Unknown.ArrayOf(8)
        select new JsonObject(names.Distinct(StringComparer.Ordinal).Take(8).Select((name, i) => KeyValuePair.Create(name, values[i]?.DeepClone())));

    [Fact]
    public void What_is_written_is_what_is_read()
    {
        Prop.ForAll(Arb.From(Fields), fields =>
        {
            GoogleEventMapper.Refusal(fields, EventField.All, Events.Paris).ShouldBeNull();
            return GoogleEventMapper.ToFields(Events.Of(GoogleEventMapper.NewBody(fields, "abcdef", Events.Paris))) == fields;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Replacing_changes_the_named_fields_and_loses_nothing()
    {
        var all = (from before in Fields
                   from after in Fields
                   from changed in Gen.Choose(0, (int)EventField.All)
                   from extras in Extras
                   select (before, after, changed: (EventField)changed, extras)).ToArbitrary();
        Prop.ForAll(all, t =>
        {
            var stored = JsonNode.Parse(Events.Text(GoogleEventMapper.NewBody(t.before, "abcdef", Events.Paris)))!.AsObject();
            foreach (var (name, value) in t.extras)
            {
                stored[name] = value?.DeepClone();
            }

            var body = GoogleEventMapper.Replace(Encoding.UTF8.GetBytes(stored.ToJsonString()), t.after, t.changed, Events.Paris, revive: false);

            var written = JsonNode.Parse(Events.Text(body))!.AsObject();
            foreach (var (name, value) in t.extras)
            {
                written.ContainsKey(name).ShouldBeTrue();
                JsonNode.DeepEquals(written[name], value).ShouldBeTrue(name);
            }

            // A series takes its times along, so that they have a zone.
            var expected = t.changed.HasFlag(EventField.Recurrence) && t.after.Recurrence is not null ? t.changed | EventField.Times : t.changed;
            GoogleEventMapper.ToFields(Events.Of(body)).ShouldBe(t.before.With(expected, t.after));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Ids_are_always_legal_and_come_back()
    {
        var all = (from bytes in Gen.Choose(0, 255).ArrayOf(16)
                   from generation in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, int.MaxValue))
                   select (row: new Guid([.. bytes.Select(b => (byte)b)]), generation)).ToArbitrary();
        Prop.ForAll(all, t =>
        {
            var id = EventIds.Derive(t.row, t.generation);
            return EventIds.IsLegal(id) && EventIds.TryParse(id, out var row, out var generation) && row == t.row && generation == t.generation;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abcdef")]
    [InlineData("00000000000000000000000000000000g")]
    [InlineData("00000000000000000000000000000000g0")]
    [InlineData("00000000000000000000000000000000g01")]
    [InlineData("00000000000000000000000000000000g-1")]
    [InlineData("00000000000000000000000000000000g99999999999")]
    [InlineData("00000000000000000000000000000000_20260216")]
    [InlineData("0000000000000000000000000000000A")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Other_ids_are_not_ours(string id) => EventIds.TryParse(id, out _, out _).ShouldBeFalse();

    [Fact]
    public void An_occurrences_id_names_its_slot()
    {
        var slots = Gen.OneOf(
            Gen.Choose(0, 2_000_000_000).Select(s => OriginalSlot.Of(DateTimeOffset.FromUnixTimeSeconds(s).ToOffset(TimeSpan.FromHours(9)))),
            Gen.Choose(1, 30_000).Select(d => OriginalSlot.Of(new DateOnly(1990, 1, 1).AddDays(d)))).ToArbitrary();
        Prop.ForAll(slots, slot =>
            EventIds.TryParseInstance(EventIds.Instance("abc_R20260101", slot), out var series, out var read) && string.Equals(series, "abc_R20260101", StringComparison.Ordinal) && read == slot)
            .Check(Config.QuickThrowOnFailure);
        EventIds.Instance("abcdef", OriginalSlot.Of(Events.At("2026-02-16T10:00:00+01:00"))).ShouldBe("abcdef_20260216T090000Z");
        EventIds.TryParseInstance("abcdef", out _, out _).ShouldBeFalse();
        EventIds.TryParseInstance("abcdef_2026", out _, out _).ShouldBeFalse();
    }
}
