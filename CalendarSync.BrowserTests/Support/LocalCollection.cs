namespace CalendarSync.BrowserTests.Support;

[CollectionDefinition(BrowserTests.Local)]
public sealed class LocalCollection : ICollectionFixture<Chromium>;
