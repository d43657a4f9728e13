using System.Net;

namespace CalendarSync.Tests.Emulator;

/// <summary>A webhook address that remembers what arrived and answers what it is told to.</summary>
internal sealed class Receiver : HttpMessageHandler
{
    public const string Address = "https://hooks.example.com/google";

    public List<(string State, long Number, IReadOnlyDictionary<string, string> Headers, byte[] Body)> Messages { get; } = [];

    public Queue<HttpStatusCode> Answers { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        Messages.Add((headers["X-Goog-Resource-State"], long.Parse(headers["X-Goog-Message-Number"]), headers, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));
        return new HttpResponseMessage(Answers.TryDequeue(out HttpStatusCode status) ? status : HttpStatusCode.NoContent);
    }
}
