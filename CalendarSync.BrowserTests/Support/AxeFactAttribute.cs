namespace CalendarSync.BrowserTests.Support;

/// <summary>A test by the rules of axe-core: skipped, with the reason, where it or the browser is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() => Skip = Axe.Missing;
}
