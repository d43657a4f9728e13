using System.Text.Json;

using Microsoft.Net.Http.Headers;

namespace CalendarSync.Functions.Http;

/// <summary>Reads a request's body: capped, and parsed strictly (unknown, doubled and missing members are refused).</summary>
internal static class JsonBody
{
    /// <summary>The most that any route takes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Reads a body of type <typeparamref name="T"/>. An empty body counts as <c>{}</c>.</summary>
    public static async Task<JsonBody<T>> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
        where T : class
    {
        if (await ReadBytesAsync(request, cancellationToken) is not { } bytes)
        {
            return new ProblemAnswer(StatusCodes.Status413PayloadTooLarge, $"The body may have {MaxBytes} bytes.");
        }

        if (bytes.Length > 0 && !IsJson(request))
        {
            return new ProblemAnswer(StatusCodes.Status415UnsupportedMediaType, "The body is application/json.");
        }

        try
        {
            T? value = JsonSerializer.Deserialize<T>(bytes.Length == 0 ? "{}"u8 : bytes, ApiJson.Options);
            return value is null ? new ProblemAnswer(StatusCodes.Status400BadRequest, "The body is a JSON object.") : value;
        }
        catch (JsonException exception)
        {
            // The exception's message would repeat the caller's text.
            return new ProblemAnswer(
                StatusCodes.Status400BadRequest,
                $"The body is not what this route takes (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): "
                + "it is not JSON, or a member is unknown, doubled, missing or of another type.");
        }
    }

    /// <summary>The whole body, or null when it is longer than <see cref="MaxBytes"/>.</summary>
    public static async Task<byte[]?> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > MaxBytes)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        return body.ToArray();
    }

    // Without a type it is taken as JSON: that is what the routes speak.
    private static bool IsJson(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType)
        || (MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));
}
