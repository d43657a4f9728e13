using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CalendarSync.Core.Connecting;

/// <summary>The cookie that ties a consent to the browser that began it. Each consent has its own, so that two tabs do not disturb each other.</summary>
internal static class BrowserSession
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Follows from the state, which only this browser and Google get to see.</summary>
    public static string CookieName(string state) =>
        "calendar_sync_oauth_" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("cookie:" + state)).AsSpan(0, 9));

    public static BrowserCookie Set(Uri ownAddress, string state, string value) => Cookie(ownAddress, state, value, Lifetime);

    public static BrowserCookie Remove(Uri ownAddress, string state) => Cookie(ownAddress, state, "", TimeSpan.Zero);

    private static BrowserCookie Cookie(Uri ownAddress, string state, string value, TimeSpan maxAge) =>
        new(CookieName(state), value, ownAddress.AbsolutePath, ownAddress.Scheme is "https", maxAge);
}
