using System.Globalization;

namespace CalendarSync.Local.Runtime;

/// <summary>What this runtime heeds of host.json.</summary>
internal sealed record HostSettings(string RoutePrefix, TimeSpan FunctionTimeout)
{
    public const string FileName = "host.json";

    // The defaults of Azure's host.
    private const string DefaultPrefix = "api";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(5);

    /// <summary>Reads the host.json that lies beside the program, as on Azure.</summary>
    public static HostSettings Load(string folder)
    {
        IConfigurationRoot file = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder, FileName), optional: false).Build();
        string? timeout = file["functionTimeout"];
        return new HostSettings(
            file["extensions:http:routePrefix"]?.Trim('/') ?? DefaultPrefix,
            timeout is null ? DefaultTimeout : TimeSpan.Parse(timeout, CultureInfo.InvariantCulture));
    }
}
