using Microsoft.Extensions.Primitives;

namespace CalendarSync.Functions.Http;

/// <summary>Reads what a request says once. A header or parameter that is given twice counts as none.</summary>
internal static class RequestValues
{
    public static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}
