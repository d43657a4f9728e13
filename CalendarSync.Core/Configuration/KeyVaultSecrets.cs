using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;

using Microsoft.Extensions.Logging;

namespace CalendarSync.Core.Configuration;

/// <summary>
/// The four secrets from the vault of <c>KEY_VAULT_URI</c>: read at start, or there is no start; read again when the work
/// needs them and they are five minutes old. Where that fails the last good ones stay in use, and the log says so.
/// </summary>
internal sealed partial class KeyVaultSecrets(
    CalendarSyncOptions options, Func<Uri, SecretClient> createClient, TimeProvider timeProvider, ILogger<KeyVaultSecrets> logger) : IDisposable
{
    public static readonly TimeSpan BetweenReads = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SecretSettings _configured = options.Secrets.Current;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private SecretClient? _client;
    private DateTimeOffset _due = DateTimeOffset.MinValue;

    /// <summary>Since when the vault could not be read any more, UTC; null while it can.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <exception cref="CalendarSyncConfigurationException">The vault does not answer, or what it holds is not enough.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (options.KeyVaultUri is null)
        {
            return;
        }

        string? trouble = await TryReadAsync(cancellationToken);
        if (trouble is not null)
        {
            throw new CalendarSyncConfigurationException([trouble]);
        }
    }

    /// <summary>Whoever comes first reads; nobody else waits for it.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        if (options.KeyVaultUri is null || timeProvider.GetUtcNow() < _due || !await _reading.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        try
        {
            if (timeProvider.GetUtcNow() >= _due && await TryReadAsync(cancellationToken) is { } trouble)
            {
                _due = timeProvider.GetUtcNow() + AfterFailure;
                FailingSince ??= timeProvider.GetUtcNow();
                LogKept(logger, trouble);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    // Null when the secrets are in force; else what was wrong, without any value.
    private async Task<string?> TryReadAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            SecretClient client = _client ??= createClient(options.KeyVaultUri!);
            var secrets = new SecretSettings(
                await FindAsync(client, "GOOGLE-CLIENT-SECRET", either.Token) ?? _configured.GoogleClientSecret,
                await FindAsync(client, "TOKEN-ENCRYPTION-KEY", either.Token) ?? _configured.TokenEncryptionKey,
                await FindAsync(client, "AUTH-JWT-SECRET", either.Token) ?? _configured.AuthJwtSecret,
                await FindAsync(client, "TELEGRAM-BOT-TOKEN", either.Token) ?? _configured.TelegramBotToken);
            var faults = new List<string>();
            OptionsReader.Check(secrets, options.AuthJwksUrl is not null, faults);
            if (faults.Count > 0)
            {
                return "KEY_VAULT_URI names a vault whose secrets do not do: " + string.Join(' ', faults);
            }

            options.Secrets.Replace(secrets);
            FailingSince = null;
            _due = timeProvider.GetUtcNow() + BetweenReads;
            return null;
        }
        catch (RequestFailedException exception)
        {
            return Trouble(exception.Status > 0 ? $"status {exception.Status}" : "no connection");
        }
        catch (AuthenticationFailedException)
        {
            return Trouble("no Azure identity could sign in");
        }
        catch (AggregateException)
        {
            return Trouble("no connection");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Trouble("no answer in time");
        }
    }

    private static string Trouble(string reason) => $"KEY_VAULT_URI names a vault that could not be read: {reason}.";

    private static async Task<string?> FindAsync(SecretClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            Response<KeyVaultSecret> secret = await client.GetSecretAsync(name, cancellationToken: cancellationToken);
            return string.IsNullOrWhiteSpace(secret.Value.Value) ? null : secret.Value.Value;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    [LoggerMessage(1002, LogLevel.Warning, "{Trouble} The last good secrets stay in use.")]
    private static partial void LogKept(ILogger logger, string trouble);
}
