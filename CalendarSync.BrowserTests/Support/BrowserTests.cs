namespace CalendarSync.BrowserTests.Support;

/// <summary>A browser for the tests of each of the two pages. Within one they come one after the other: what they wait for is a page, not a processor.</summary>
internal static class BrowserTests
{
    public const string Settings = "the settings page";
    public const string Local = "the local page";
}
