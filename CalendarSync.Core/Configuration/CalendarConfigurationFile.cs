using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CalendarSync.Core.Configuration;

/// <summary>Reads <c>calendar_config.yaml</c>. Faults name the line and the key, never a value: calendar ids are addresses.</summary>
internal static class CalendarConfigurationFile
{
    private const long MostBytes = 1 << 20;

    public static CalendarConfiguration Read(string path, ICollection<string> faults)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes })
            {
                faults.Add("CALENDAR_CONFIG_PATH names a file of more than one megabyte.");
                return CalendarConfiguration.WithoutFile;
            }

            text = File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add("CALENDAR_CONFIG_PATH names a file that is missing or cannot be read.");
            return CalendarConfiguration.WithoutFile;
        }

        return Parse(text, faults);
    }

    public static CalendarConfiguration Parse(string text, ICollection<string> faults)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            faults.Add($"CALENDAR_CONFIG_PATH line {exception.Start.Line}: this is not valid YAML (bad indentation, or a key given twice).");
            return CalendarConfiguration.WithoutFile;
        }

        if (yaml.Documents.Count != 1)
        {
            faults.Add("CALENDAR_CONFIG_PATH names a file that is empty or holds several documents.");
            return CalendarConfiguration.WithoutFile;
        }

        return new CalendarConfigurationReader(faults).Read(yaml.Documents[0].RootNode);
    }
}
