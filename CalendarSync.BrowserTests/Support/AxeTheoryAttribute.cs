namespace CalendarSync.BrowserTests.Support;

/// <summary>As <see cref="AxeFactAttribute"/>, with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeTheoryAttribute : TheoryAttribute
{
    public AxeTheoryAttribute() => Skip = Axe.Missing;
}
