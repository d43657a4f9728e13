namespace CalendarSync.Local.Demo;

/// <summary>A step did not do what it should; the message says what was seen instead.</summary>
internal sealed class DemoFailureException(string message) : Exception(message);
