namespace CalendarSync.Local.Demo;

/// <summary>The steps as a table of plain text.</summary>
internal static class DemoTable
{
    public static string Of(IReadOnlyList<DemoStep> steps)
    {
        int width = steps.Max(step => step.Name.Length);
        IEnumerable<string> rows = steps.Select(step =>
            $"{step.Name.PadRight(width)}  {(step.Failure is null ? "pass" : "FAIL")}  {step.Duration.TotalMilliseconds,6:0} ms{(step.Failure is null ? "" : $"  {step.Failure}")}");
        return string.Join(
            Environment.NewLine,
            [
                $"{"Step".PadRight(width)}  Result     Time",
                new string('-', width + 18),
                .. rows,
                $"{steps.Count(step => step.Failure is null)} of {steps.Count} steps passed in {steps.Sum(step => step.Duration.TotalSeconds):0.0} s",
            ]);
    }
}
