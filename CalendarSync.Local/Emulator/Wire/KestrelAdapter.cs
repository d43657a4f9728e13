using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace CalendarSync.Local.Emulator.Wire;

/// <summary>Between ASP.NET Core and the emulator.</summary>
internal static class KestrelAdapter
{
    /// <summary>Google takes events of some tens of kilobytes; batches of fifty are the largest honest bodies.</summary>
    private const int MaxBody = 8 * 1024 * 1024;

    public static async Task HandleAsync(HttpContext context, EmulatorServer server, EmulatorClock clock)
    {
        HttpRequest request = context.Request;
        if (request.ContentLength > MaxBody)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        byte[] body = await ReadBodyAsync(request, context.RequestAborted);

        // The raw target: ids are decoded once, segment by segment, after splitting.
        string target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw && raw[0] == '/'
            ? raw
            : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        Dictionary<string, string> headers = new(request.Headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Headers)
        {
            headers[header.Key] = header.Value.ToString();
        }

        WireRequest wire = WireRequest.FromTarget(request.Method, target, $"{request.Scheme}://{request.Host}", headers, body);
        WireResponse answer = await server.HandleAsync(wire, context.RequestAborted);
        context.Response.Headers.Date = clock.HttpDate;
        await WriteAsync(context, answer);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding"))
        {
            return [];
        }

        using MemoryStream buffer = new((int)(request.ContentLength ?? 1024));
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, WireResponse answer)
    {
        if (answer.Break == WireBreak.BeforeAnswer)
        {
            context.Abort();
            return;
        }

        HttpResponse response = context.Response;
        response.StatusCode = answer.Status;
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers.Append(name, value);
        }

        if (answer.Status is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
        {
            return;
        }

        if (answer.ContentType.Length > 0)
        {
            response.ContentType = answer.ContentType;
        }

        long left = answer.Break == WireBreak.MidBody ? answer.Length / 2 : long.MaxValue;
        response.ContentLength = answer.Length;
        int sinceFlush = 0;
        foreach (ReadOnlyMemory<byte> piece in answer.Body)
        {
            int take = (int)Math.Min(left, piece.Length);
            response.BodyWriter.Write(piece.Span[..take]);
            left -= take;
            sinceFlush += take;
            if (sinceFlush > 256 * 1024)
            {
                await response.BodyWriter.FlushAsync(context.RequestAborted);
                sinceFlush = 0;
            }
        }

        await response.BodyWriter.FlushAsync(context.RequestAborted);
        if (answer.Break == WireBreak.MidBody)
        {
            context.Abort();
        }
    }
}
