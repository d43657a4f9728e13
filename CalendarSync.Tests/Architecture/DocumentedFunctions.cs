using CalendarSync.Local.Runtime;
using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Architecture;

/// <summary>The README's table of functions says what the attributes say.</summary>
public sealed class DocumentedFunctions
{
    private static readonly FunctionCatalog Catalog = FunctionCatalog.Discover(typeof(FunctionsApp).Assembly.GetExportedTypes());

    [Fact]
    public void The_table_is_that_of_the_attributes()
    {
        IEnumerable<string> written = MarkdownTable.After(Repository.ReadText("README.md"), "## Functions")
            .Select(row => $"{row[0].Trim('`')}: {row[1]} {row[2].Replace("`", "", StringComparison.Ordinal)}");

        written.Order(StringComparer.Ordinal).ShouldBe(Catalog.Http.Select(Describe).Concat(Catalog.Timers.Select(Describe)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_schedule_setting_has_a_default()
    {
        Offenders.ShouldBeNone(
            Catalog.Timers.Where(timer => !DefaultSchedules.BySetting.ContainsKey(timer.Schedule.Trim('%'))).Select(timer => $"{timer.Name}: {timer.Schedule}"),
            "Add the default to DefaultSchedules, local.settings.sample.json and the README:");
    }

    private static string Describe(HttpFunction function) => $"{function.Name}: HTTP {string.Join(", ", function.Methods)} {function.Route}";

    private static string Describe(TimerFunction function) =>
        $"{function.Name}: timer {DefaultSchedules.BySetting.GetValueOrDefault(function.Schedule.Trim('%'))} ({function.Schedule})";
}
