namespace CalendarSync.BrowserTests.Support;

/// <summary>One browser for all of them, one after the other: what they wait for is a page, not a processor.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
