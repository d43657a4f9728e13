using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Recurrence;

/// <summary>
/// An expander that others wrote, run as a process of its own. <c>.ci/run</c> installs them: the ones of npm into the cache folder (or
/// <c>CALENDAR_SYNC_ORACLES</c>), dateutil from Debian.
/// </summary>
internal sealed class Oracle
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly string Scripts = Path.Combine(Repository.Root, "CalendarSync.Tests", "Recurrence", "Oracles");

    private readonly string[] _command;

    private Oracle(string name, string? missing, params string[] command)
    {
        Name = name;
        Missing = missing;
        _command = command;
    }

    public static Oracle Rrule { get; } = OfNpm("rrule");

    public static Oracle ICal { get; } = OfNpm("ical.js");

    public static Oracle DateUtil { get; } = OfPython();

    public string Name { get; }

    /// <summary>Why it cannot be asked; null where it can.</summary>
    public string? Missing { get; }

    public static Oracle Named(string name) => new[] { Rrule, ICal, DateUtil }.Single(o => string.Equals(o.Name, name, StringComparison.Ordinal));

    public async Task<IReadOnlyList<OracleAnswer>> AskAsync(IReadOnlyList<OracleCase> cases)
    {
        using var process = Process.Start(StartOf(_command))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(cases, Json));
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using CancellationTokenRegistration end = limit.Token.Register(process.Kill);
        string text = await output;
        await process.WaitForExitAsync(CancellationToken.None);
        process.ExitCode.ShouldBe(0, await errors);
        return JsonSerializer.Deserialize<OracleAnswer[]>(text, Json)!;
    }

    private static Oracle OfNpm(string package)
    {
        string cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string folder = Environment.GetEnvironmentVariable("CALENDAR_SYNC_ORACLES") ?? Path.Combine(cache, "calendar-sync", "recurrence-oracles");
        string? missing = !Directory.Exists(Path.Combine(folder, "node_modules", package))
            ? $"{package} is not installed: .ci/run does it where npm can be reached."
            : Runs("node", "--version") ? null : "node is not installed.";
        return new Oracle(package, missing, "node", Path.Combine(Scripts, "expand.cjs"), package, folder);
    }

    private static Oracle OfPython()
    {
        string? python = Array.Find(["python3", "/usr/bin/python3"], p => Runs(p, "-c", "import dateutil.rrule"));
        return new Oracle(
            "dateutil", python is null ? "dateutil is not installed: apt-get install python3-dateutil." : null, python ?? "python3", Path.Combine(Scripts, "expand.py"));
    }

    private static bool Runs(params string[] command)
    {
        try
        {
            using Process process = Process.Start(StartOf(command))!;
            process.StandardInput.Close();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo StartOf(string[] command) => new(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    };
}
