using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace CalendarSync.Core.Connecting;

/// <summary>What the browser gets at the end: a page without scripts, or the way back to the application.</summary>
internal static class ConnectPage
{
    private const string Style =
        ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1f2937;background:#fff}"
        + "h1{font-size:1.5rem}h2{font-size:1.05rem}li{overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#e8ebf2;background:#11141b}}";

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static BrowserAnswer Answer(ConnectReport report, string? acceptLanguage)
    {
        (_, int status, ConnectText english, ConnectText french) = ConnectTexts.Of(report.Result);
        bool isFrench = PageLanguage.IsFrench(acceptLanguage);
        return new BrowserAnswer(status, null, Render(report, isFrench ? french : english, isFrench), Policy, null);
    }

    public static BrowserAnswer Redirect(Uri location, BrowserCookie cookie) => new(302, location, null, Policy, cookie);

    /// <summary>The return address with what happened at its end.</summary>
    public static Uri Outcome(Uri returnAddress, ConnectResult result) =>
        result is ConnectResult.Connected
            ? ReturnAddress.Append(returnAddress, "google_calendar", "connected")
            : ReturnAddress.Append(returnAddress, "error", ConnectTexts.Of(result).Code);

    private static string Render(ConnectReport report, ConnectText text, bool isFrench)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"").Append(isFrench ? "fr" : "en")
            .Append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>").Append(Encode(text.Title))
            .Append("</title><style>").Append(Style).Append("</style></head><body><main><h1>").Append(Encode(text.Title))
            .Append("</h1><p>").Append(Encode(text.Text)).Append("</p>");
        AppendList(html, null, report.MissingScopes);
        AppendList(html, isFrench ? "Agendas connectés :" : "Connected calendars:", report.Calendars);
        AppendList(
            html,
            isFrench ? "Configurés, mais invisibles pour ce compte :" : "Configured, but not visible to this account:",
            report.Invisible);
        AppendList(
            html,
            isFrench ? "Déjà connectés par un autre compte de l'entreprise :" : "Already connected by another account of the company:",
            report.Elsewhere);
        return html.Append("</main></body></html>").ToString();
    }

    private static void AppendList(StringBuilder html, string? heading, IReadOnlyList<string>? items)
    {
        if (items is not { Count: > 0 })
        {
            return;
        }

        if (heading is not null)
        {
            html.Append("<h2>").Append(Encode(heading)).Append("</h2>");
        }

        html.Append("<ul>");
        foreach (string item in items)
        {
            html.Append("<li>").Append(Encode(item)).Append("</li>");
        }

        html.Append("</ul>");
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
