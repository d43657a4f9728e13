using System.Net;

namespace CalendarSync.Local.Emulator.Wire;

/// <summary>
/// Carries requests to the emulator without a socket, for simulations that run on one thread: the same pipeline as over HTTP, and the same
/// exceptions as a client sees when a connection breaks.
/// </summary>
internal sealed class InProcessHandler(EmulatorServer server, EmulatorClock clock) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in request.Headers.NonValidated.Select(h => (h.Key, (IEnumerable<string>)[.. h.Value])))
        {
            headers[name] = string.Join(", ", values);
        }

        byte[] body = [];
        if (request.Content is not null)
        {
            body = await request.Content.ReadAsByteArrayAsync(cancellationToken);
            foreach (var header in request.Content.Headers.NonValidated)
            {
                headers[header.Key] = header.Value.ToString();
            }
        }

        Uri uri = request.RequestUri!;
        WireRequest wire = WireRequest.FromTarget(request.Method.Method, uri.PathAndQuery, uri.GetLeftPart(UriPartial.Authority), headers, body);
        WireResponse answer = await server.HandleAsync(wire, cancellationToken);
        if (answer.Break == WireBreak.BeforeAnswer)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        }

        HttpResponseMessage response = new((HttpStatusCode)answer.Status) { RequestMessage = request, Content = Content(answer) };
        response.Headers.TryAddWithoutValidation("Date", clock.HttpDate);
        foreach ((string name, string value) in answer.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static StreamContent Content(WireResponse answer)
    {
        byte[] all = answer.ToArray();
        Stream stream = answer.Break == WireBreak.MidBody ? new CutStream(all[..(all.Length / 2)]) : new MemoryStream(all, writable: false);
        StreamContent content = new(stream);
        if (answer.ContentType.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", answer.ContentType);
        }

        return content;
    }
}
