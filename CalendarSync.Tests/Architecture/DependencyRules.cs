using System.Text.Json;
using System.Xml.Linq;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

/// <summary>What is built is what was reviewed: one place for versions, a lock file for each project that is built, and a build that refuses to differ from it.</summary>
public sealed class DependencyRules
{
    // Its packages are not on every feed; whoever publishes it restores it.
    private const string NotBuilt = "CalendarSync.Functions/CalendarSync.Functions.csproj";

    [Fact]
    public void Check29_every_version_is_fixed_in_one_place() =>
        Offenders.ShouldBeNone(
            from path in Repository.Files("", "*.csproj")
            where path != NotBuilt
            from reference in XDocument.Parse(Repository.ReadText(path)).Descendants("PackageReference")
            where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
            select $"{path}: {reference.Attribute("Include")?.Value}",
            "Versions belong into Directory.Packages.props:");

    [Fact]
    public void Check29_central_versions_are_exact() =>
        Offenders.ShouldBeNone(
            from version in XDocument.Parse(Repository.ReadText("Directory.Packages.props")).Descendants("PackageVersion")
            where version.Attribute("Version")!.Value.AsSpan().ContainsAny('*', '[', '(')
            select version.Attribute("Include")!.Value,
            "A version that floats is another one tomorrow:");

    [Fact]
    public void Check29_every_project_that_is_built_is_locked_with_the_content_of_its_packages()
    {
        var projects = Repository.Files("", "*.csproj").Where(path => path != NotBuilt).ToList();
        projects.Count.ShouldBeGreaterThan(3);
        Offenders.ShouldBeNone(
            from project in projects
            let path = Path.GetDirectoryName(project)!.Replace('\\', '/') + "/packages.lock.json"
            from fault in Faults(path)
            select $"{path}: {fault}",
            "These are not locked:");
    }

    [Fact]
    public void Check29_the_build_server_restores_nothing_else()
    {
        var script = Repository.ReadText(".ci/run");

        script.ShouldContain("dotnet restore CalendarSync.sln --locked-mode");
        script.ShouldContain("dotnet build CalendarSync.sln --no-restore");
    }

    private static IEnumerable<string> Faults(string path)
    {
        if (!Repository.Files("", "packages.lock.json").Contains(path, StringComparer.Ordinal))
        {
            return ["missing"];
        }

        using var document = JsonDocument.Parse(Repository.ReadText(path));
        return
        [
            .. from framework in document.RootElement.GetProperty("dependencies").EnumerateObject()
               from package in framework.Value.EnumerateObject()
               where package.Value.GetProperty("type").GetString() is not "Project" && !package.Value.TryGetProperty("contentHash", out _)
               select $"{package.Name} has no hash",
        ];
    }
}
