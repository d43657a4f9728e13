using System.Diagnostics;

namespace CalendarSync.Tests.Support;

/// <summary><c>CalendarSync.Local</c> as a process of its own, as people start it.</summary>
internal static class LocalProgram
{
    /// <param name="settings">Environment variables besides this process's own.</param>
    /// <param name="words">The command line.</param>
    public static Process Start(IEnumerable<KeyValuePair<string, string?>> settings, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CalendarSync.Local.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach ((string name, string? value) in settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
