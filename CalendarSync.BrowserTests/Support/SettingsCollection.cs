namespace CalendarSync.BrowserTests.Support;

[CollectionDefinition(BrowserTests.Settings)]
public sealed class SettingsCollection : ICollectionFixture<Chromium>;
