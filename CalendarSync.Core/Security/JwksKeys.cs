using System.Text.Json;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Security;

/// <summary>
/// The keys published at <c>AUTH_JWKS_URL</c>. Read again after ten minutes, and for a key id that is not among them at
/// most once a minute; where reading fails the last good set goes on for a day.
/// </summary>
internal sealed partial class JwksKeys(CalendarSyncOptions options, IHttpClientFactory clients, TimeProvider timeProvider, ILogger<JwksKeys> logger) : IDisposable
{
    internal const string ClientName = "CalendarSync.Jwks";

    private const int MostBytes = 256 * 1024;
    private const int MostKeys = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastGood = TimeSpan.FromDays(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile KeySet _set = KeySet.Empty;

    /// <summary>The key for such a signature; null where none is published. A token without key id fits only where there is no choice.</summary>
    public async ValueTask<PublicKey?> FindAsync(JwtAlgorithm algorithm, string? keyId, CancellationToken cancellationToken)
    {
        PublicKey? found = _set.Find(algorithm, keyId);
        if (!IsReadingDue(found))
        {
            return Usable(found);
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            found = _set.Find(algorithm, keyId);
            if (IsReadingDue(found))
            {
                _set = await ReadAsync(cancellationToken);
            }
        }
        finally
        {
            _reading.Release();
        }

        return Usable(_set.Find(algorithm, keyId));
    }

    public void Dispose() => _reading.Dispose();

    private bool IsReadingDue(PublicKey? found)
    {
        KeySet set = _set;
        DateTimeOffset now = timeProvider.GetUtcNow();
        return (found is null || now - set.ReadAt >= Fresh) && now - set.TriedAt >= BetweenReads;
    }

    private PublicKey? Usable(PublicKey? key) => timeProvider.GetUtcNow() - _set.ReadAt < LastGood ? key : null;

    private async Task<KeySet> ReadAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = timeProvider.GetUtcNow();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(Timeout, timeProvider);
        using CancellationTokenRegistration registration = timer.Token.Register(timeout.Cancel);
        try
        {
            using HttpClient client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = MostBytes;
            byte[] body = await client.GetByteArrayAsync(options.AuthJwksUrl, timeout.Token);
            return new KeySet(Parse(body), now, now);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            LogUnavailable(logger, exception.GetType().Name);
            return _set with { TriedAt = now };
        }
    }

    private static List<PublicKey> Parse(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
        return document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty("keys", out JsonElement keys) && keys.ValueKind is JsonValueKind.Array
            ? [.. keys.EnumerateArray().Take(MostKeys).Select(PublicKey.TryRead).OfType<PublicKey>()]
            : throw new JsonException("This is not a JWKS.");
    }

    [LoggerMessage(1101, LogLevel.Warning, "The keys at AUTH_JWKS_URL could not be read ({Failure}); the last good ones stay in use.")]
    private static partial void LogUnavailable(ILogger logger, string failure);

    private sealed record KeySet(IReadOnlyList<PublicKey> Keys, DateTimeOffset ReadAt, DateTimeOffset TriedAt)
    {
        public static readonly KeySet Empty = new([], DateTimeOffset.MinValue, DateTimeOffset.MinValue);

        public PublicKey? Find(JwtAlgorithm algorithm, string? keyId)
        {
            List<PublicKey> fitting =
                [.. Keys.Where(key => key.Algorithm == algorithm && (keyId is null || string.Equals(key.Id, keyId, StringComparison.Ordinal))).Take(2)];
            return keyId is null && fitting.Count > 1 ? null : fitting.FirstOrDefault();
        }
    }
}
