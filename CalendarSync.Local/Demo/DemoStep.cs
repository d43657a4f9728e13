namespace CalendarSync.Local.Demo;

/// <summary>A step that was played. <paramref name="Failure"/> is null where it passed.</summary>
internal sealed record DemoStep(string Name, string? Failure, TimeSpan Duration);
