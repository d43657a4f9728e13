using System.ComponentModel;
using System.Diagnostics;

namespace CalendarSync.Local.Page;

/// <summary>Opens the page where somebody sits in front of a desktop. Everywhere else the address that was printed has to do.</summary>
internal static class DesktopBrowser
{
    // What the browser says to its terminal is not ours to show, and Ctrl+C here must not end it.
    private const string Quietly = "command -v setsid >/dev/null && exec setsid \"$0\" \"$1\" </dev/null >/dev/null 2>&1; exec \"$0\" \"$1\" </dev/null >/dev/null 2>&1";

    /// <summary>The program that opens an address here; null where nobody would see it, or where it is not wanted.</summary>
    /// <param name="system"><c>linux</c>, <c>osx</c> or <c>windows</c>.</param>
    /// <param name="interactive">Whether standard output is a terminal.</param>
    /// <param name="variable">Reads an environment variable.</param>
    public static string? Opener(string system, bool interactive, Func<string, string?> variable)
    {
        bool Has(string name) => !string.IsNullOrEmpty(variable(name));
        if (!interactive || Has("CI"))
        {
            return null;
        }

        return system switch
        {
            "linux" => Has("DISPLAY") || Has("WAYLAND_DISPLAY") ? "xdg-open" : null,
            "osx" => Has("SSH_CONNECTION") ? null : "open",
            "windows" => "explorer",
            _ => null,
        };
    }

    /// <summary>Opens the address if that can be done; whether it could is nobody's concern.</summary>
    public static void TryOpen(Uri address)
    {
        string system = OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsWindows() ? "windows" : "";
        if (Opener(system, !Console.IsOutputRedirected, Environment.GetEnvironmentVariable) is not { } program)
        {
            return;
        }

        try
        {
            using var started = OperatingSystem.IsWindows()
                ? Process.Start(program, [address.ToString()])
                : Process.Start("/bin/sh", ["-c", Quietly, program, address.ToString()]);
        }
        catch (Win32Exception)
        {
            // There is no such program.
        }
    }
}
