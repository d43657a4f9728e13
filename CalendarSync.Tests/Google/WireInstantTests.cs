using System.Globalization;

using CalendarSync.Core.Google;

using FsCheck;
using FsCheck.Fluent;

namespace CalendarSync.Tests.Google;

public sealed class WireInstantTests
{
    [Fact]
    public void The_usual_form_is_read_as_the_general_parser_reads_it()
    {
        var all = (from seconds in Gen.Choose(-2_000_000_000, 2_000_000_000)
                   from offset in Gen.Choose(-14 * 60, 14 * 60)
                   select DateTimeOffset.FromUnixTimeSeconds(seconds * 5L).ToOffset(TimeSpan.FromMinutes(offset))).ToArbitrary();
        Prop.ForAll(all, at =>
        {
            foreach (var text in new[] { at.ToString("yyyy-MM-dd'T'HH:mm:sszzz"), at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), at.ToString("o") })
            {
                WireInstant.TryParse(text, out var instant, out var hasOffset).ShouldBeTrue(text);
                instant.EqualsExact(at.ToUniversalTime()).ShouldBeTrue(text);
                hasOffset.ShouldBeTrue(text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-02-16")]
    [InlineData("2026-02-30T10:00:00Z")]
    [InlineData("2026-13-01T10:00:00Z")]
    [InlineData("2026-02-16T24:00:00Z")]
    [InlineData("2026-02-16T10:60:00Z")]
    [InlineData("2026-02-16T10:00:60Z")]
    [InlineData("0000-02-16T10:00:00Z")]
    [InlineData("2026-02-16T10:00:00+15:00")]
    [InlineData("2026-02-16T10:00:00+01:60")]
    [InlineData("2026-02-16T10:00:00 01:00")]
    [InlineData("2026-02-16 10:00:00+01:00")]
    [InlineData("-026-02-16T10:00:00+01:00")]
    [InlineData("2026-02-16T1x:00:00+01:00")]
    [InlineData("٢٠٢٦-02-16T10:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void What_is_no_time_is_none(string text) => WireInstant.TryParse(text, out _, out _).ShouldBeFalse();

    [Fact]
    public void A_wall_clock_without_an_offset_is_told_apart()
    {
        WireInstant.TryParse("2026-02-16T10:00:00", out var instant, out var hasOffset).ShouldBeTrue();

        instant.ShouldBe(DateTimeOffset.Parse("2026-02-16T10:00:00Z", CultureInfo.InvariantCulture));
        hasOffset.ShouldBeFalse();
    }
}
