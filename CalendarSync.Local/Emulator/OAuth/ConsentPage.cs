using System.Net;
using System.Text;
using CalendarSync.Local.Emulator.Model;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.OAuth;

/// <summary>The pages of the consent screen, as plain as they can be.</summary>
internal static class ConsentPage
{
    public static WireResponse Form(QueryParameters query, AuthorizationRequest request, IReadOnlyList<Account> accounts, IReadOnlyList<string> scopes)
    {
        StringBuilder html = new();
        html.Append("<h1>Choose an account</h1><p>to continue to <b>").Append(Encode(request.ClientId)).Append("</b></p><form method=\"post\" action=\"/o/oauth2/v2/auth\">");
        foreach (string name in AuthorizationRequest.Carried.Where(query.Has))
        {
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Encode(query[name]!)).Append("\">");
        }

        bool first = true;
        foreach (Account account in accounts)
        {
            bool chosen = request.LoginHint is null ? first : string.Equals(request.LoginHint, account.Email, StringComparison.OrdinalIgnoreCase);
            html.Append("<p><label><input type=\"radio\" name=\"account\" value=\"").Append(Encode(account.Email)).Append('"').Append(chosen ? " checked" : "").Append("> ")
                .Append(Encode(account.DisplayName)).Append(" (").Append(Encode(account.Email)).Append(")</label></p>");
            first = false;
        }

        html.Append(scopes.Count > 0 ? "<h2>The application wants access to</h2>" : "");
        foreach (string scope in scopes)
        {
            html.Append("<p><label><input type=\"checkbox\" name=\"granted\" value=\"").Append(Encode(scope)).Append("\" checked> ").Append(Encode(scope)).Append("</label></p>");
        }

        html.Append("<p><button name=\"decision\" value=\"deny\">Cancel</button> <button name=\"decision\" value=\"allow\">Continue</button></p></form>");
        return Page(200, "Sign in - Google emulator", html.ToString());
    }

    public static WireResponse Problem(OAuthProblem problem) => Page(
        problem.Status, "Error - Google emulator",
        $"<h1>Access blocked</h1><p>Error {problem.Status}: {Encode(problem.Error)}</p><p>{Encode(problem.Description)}</p>");

    private static WireResponse Page(int status, string title, string body) => WireResponse.Text(
        status, "text/html; charset=utf-8",
        $"""
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width">
        <style>body{"{"}font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem{"}"}button{"{"}font:inherit;padding:.3rem 1rem{"}"}</style></head>
        <body>{body}<p><small>This is the emulator of CalendarSync, not Google.</small></p></body></html>
        """)
        .With("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
        .With("Cache-Control", "no-store");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
