using System.Globalization;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Core.Configuration;

/// <summary>Reads settings by name and collects what is wrong with them. A setting that is empty is a setting that is not there.</summary>
internal sealed class SettingReader(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    public List<string> Faults => _faults;

    public string? Text(string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    public string Required(string name)
    {
        string? value = Text(name)?.Trim();
        if (value is null)
        {
            Fault(name, "is required");
        }

        return value ?? "";
    }

    public Uri? Address(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        Uri? address = SettingAddress.TryParse(text);
        if (address is null)
        {
            Fault(name, "must be an https address without user name or fragment (plain http for this machine itself only)");
        }

        return address;
    }

    public Uri Address(string name, string otherwise) => Address(name) ?? new Uri(otherwise);

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        Fault(name, $"must be a whole number from {least} to {most}");
        return otherwise;
    }

    public int? OptionalNumber(string name, int least, int most) => Text(name) is null ? null : Number(name, least, least, most);

    public Guid? Id(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text.Trim(), out Guid id))
        {
            return id;
        }

        Fault(name, "must be a uuid");
        return null;
    }

    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split([',', ' ', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    public void Fault(string name, string text) => _faults.Add($"{name} {text}.");
}
