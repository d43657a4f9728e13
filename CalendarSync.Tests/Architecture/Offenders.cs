namespace CalendarSync.Tests.Architecture;

/// <summary>Fails with the whole list, so that one run shows everything there is to mend.</summary>
internal static class Offenders
{
    public static void ShouldBeNone(IEnumerable<object> offenders, string rule)
    {
        string[] list = [.. offenders.Select(offender => offender.ToString()!)];
        Assert.True(list.Length == 0, rule + Environment.NewLine + string.Join(Environment.NewLine, list));
    }
}
