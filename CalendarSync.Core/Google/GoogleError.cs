using System.Text.Json;

namespace CalendarSync.Core.Google;

/// <summary>What an error body says. Proxies answer HTML, the front end leaves parts out, and some bodies are empty: then nothing is known.</summary>
/// <param name="Reason">The most telling of the reasons given.</param>
/// <param name="Domain">Of the first error, such as <c>usageLimits</c>.</param>
/// <param name="Location">The parameter or header that the first error is about.</param>
/// <param name="Message">For the few cases that only the text tells apart; never shown, it may repeat what was sent.</param>
internal sealed record GoogleError(string? Reason, string? Domain, string? Location, string? Message)
{
    public static readonly GoogleError Unknown = new(null, null, null, null);

    /// <summary>Reads an error of the calendar or of Google's front end.</summary>
    public static GoogleError Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Member(document.RootElement, "error") is not { ValueKind: JsonValueKind.Object } error)
            {
                return Unknown;
            }

            var first = First(Member(error, "errors"));
            var details = Member(error, "details") is { ValueKind: JsonValueKind.Array } list
                ? list.EnumerateArray().Select(d => Text(d, "reason")).FirstOrDefault(r => r is not null)
                : null;
            return new GoogleError(
                Text(first, "reason") ?? details ?? Text(error, "status"), Text(first, "domain"), Text(first, "location"), Text(error, "message") ?? Text(first, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half a surrogate pair in a text.
            return Unknown;
        }
    }

    /// <summary>Reads the flat form of the token endpoint.</summary>
    /// <returns>The error's code; null where there is none.</returns>
    public static string? ParseToken(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Text(document.RootElement, "error");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement? First(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : null;

    private static string? Text(JsonElement? element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
