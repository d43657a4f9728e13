using CalendarSync.Local.Emulator;
using CalendarSync.Tests.Scenarios;

namespace CalendarSync.Tests.Crash;

/// <summary>A story to be interrupted everywhere.</summary>
/// <param name="Prepare">What was in step before; null for nothing.</param>
/// <param name="Act">What the people do; then the worker runs.</param>
/// <param name="Options">Google's ways.</param>
internal sealed record CrashStory(Func<SyncWorld, Task>? Prepare, Func<SyncWorld, Task> Act, EmulatorOptions? Options = null);
