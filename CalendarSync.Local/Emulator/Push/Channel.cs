using System.Globalization;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Push;

/// <summary>A push channel: who watches what, and where messages go.</summary>
internal sealed class Channel(string id, Account account, string clientId, CalendarState? calendar, string resourceId, string resourceUri)
{
    public string Id { get; } = id;

    public Account Account { get; } = account;

    public string ClientId { get; } = clientId;

    /// <summary>Null: the account's calendar list or settings.</summary>
    public CalendarState? Calendar { get; } = calendar;

    /// <summary>The watched collection: the same for all channels of one user on it.</summary>
    public string ResourceId { get; } = resourceId;

    public string ResourceUri { get; } = resourceUri;

    public required string Address { get; init; }

    public string? Token { get; init; }

    /// <summary>Server clock, Unix milliseconds.</summary>
    public long ExpirationMs { get; set; }

    public long LastMessageNumber { get; set; }

    public string ExpirationText => DateTimeOffset.FromUnixTimeMilliseconds(ExpirationMs).ToString("R", CultureInfo.InvariantCulture);
}
