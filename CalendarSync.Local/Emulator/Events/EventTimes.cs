using System.Globalization;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Model;
using NodaTime;
using NodaTime.Text;

namespace CalendarSync.Local.Emulator.Events;

/// <summary>Reading and writing <c>start</c> and <c>end</c> (section 3.5).</summary>
internal static class EventTimes
{
    public static string DateText(LocalDate date) => LocalDatePattern.Iso.Format(date);

    /// <summary>RFC 3339 in whole seconds with the zone's offset; UTC shows as <c>Z</c>.</summary>
    public static string Text(Instant instant, DateTimeZone zone)
    {
        Offset offset = zone.GetUtcOffset(instant);
        DateTime local = instant.ToDateTimeUtc().AddTicks(offset.Ticks);
        string clock = local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        if (offset == Offset.Zero)
        {
            return clock + "Z";
        }

        TimeSpan span = offset.ToTimeSpan();
        return $"{clock}{(span < TimeSpan.Zero ? '-' : '+')}{Math.Abs(span.Hours):00}:{Math.Abs(span.Minutes):00}";
    }

    /// <summary>Reads one side. <paramref name="side"/> is <c>start</c> or <c>end</c>, for the message.</summary>
    public static EventTime Read(JsonObject body, string side, DateTimeZone calendarZone)
    {
        if (body[side] is null)
        {
            throw GoogleErrors.Required($"Missing {side} time.").Thrown();
        }

        JsonObject time = JsonFields.Object(body, side)!;
        string? date = JsonFields.Text(time, "date");
        string? dateTime = JsonFields.Text(time, "dateTime");
        string? zoneName = JsonFields.Text(time, "timeZone");
        if (date is null && dateTime is null)
        {
            throw GoogleErrors.Required($"Missing {side} time.").Thrown();
        }

        if (date is not null && dateTime is not null)
        {
            throw GoogleErrors.Invalid($"Invalid {side} time: both date and dateTime are given.").Thrown();
        }

        DateTimeZone? zone = Zone(zoneName, side);
        if (date is not null)
        {
            ParseResult<LocalDate> parsed = LocalDatePattern.Iso.Parse(date);
            return parsed.Success ? new EventTime(parsed.Value, Instant: null, TimeZone: null) : throw InvalidValue(side, date);
        }

        ParseResult<OffsetDateTime> withOffset = OffsetDateTimePattern.ExtendedIso.Parse(dateTime!);
        if (withOffset.Success)
        {
            return new EventTime(Date: null, WholeSeconds(withOffset.Value.ToInstant()), zone?.Id ?? calendarZone.Id);
        }

        ParseResult<LocalDateTime> local = LocalDateTimePattern.ExtendedIso.Parse(dateTime!);
        if (!local.Success)
        {
            throw InvalidValue(side, dateTime!);
        }

        return zone is null
            ? throw GoogleErrors.Required($"Missing time zone definition for {side} time.").Thrown()
            : new EventTime(Date: null, WholeSeconds(zone.AtLeniently(local.Value).ToInstant()), zone.Id);
    }

    /// <summary>A parameter that names a slot: a date, or a moment with its offset.</summary>
    public static EventTime ParseSlot(string name, string value) => LocalDatePattern.Iso.Parse(value) is { Success: true } date
        ? new EventTime(date.Value, Instant: null, TimeZone: null)
        : new EventTime(Date: null, ParseBound(name, value), TimeZone: null);

    /// <summary>A boundary parameter such as <c>timeMin</c>: the offset is mandatory.</summary>
    public static Instant ParseBound(string name, string value)
    {
        ParseResult<OffsetDateTime> parsed = OffsetDateTimePattern.ExtendedIso.Parse(value);
        return parsed.Success ? parsed.Value.ToInstant() : throw GoogleErrors.InvalidParameter(name, value).Thrown();
    }

    /// <summary>IANA names only: a Windows name is refused as Google does.</summary>
    public static DateTimeZone? Zone(string? name, string side)
    {
        if (name is null)
        {
            return null;
        }

        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? throw GoogleErrors.Invalid($"Invalid time zone definition for {side} time.").Thrown();
    }

    private static Instant WholeSeconds(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private static GoogleErrorException InvalidValue(string side, string value) =>
        GoogleErrors.Invalid($"Invalid value for: {side}: '{value}'").Thrown();
}
