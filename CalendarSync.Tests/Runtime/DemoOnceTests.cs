using CalendarSync.Local.Commands;

using Microsoft.Extensions.Configuration;

namespace CalendarSync.Tests.Runtime;

public sealed class DemoOnceTests
{
    [Fact]
    public async Task Once_plays_the_runbook_s_five_tests_and_all_of_them_pass()
    {
        await using var output = new StringWriter();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        int code = await CommandLine.RunAsync(["demo", "--once"], output, output, () => new ConfigurationBuilder().Build(), limit.Token);

        string text = output.ToString();
        code.ShouldBe(0, text);
        for (int test = 1; test <= 5; test++)
        {
            text.Split('\n').ShouldContain(line => line.StartsWith($"Test {test}:", StringComparison.Ordinal) && line.Contains("  pass  ", StringComparison.Ordinal), text);
        }
    }
}
