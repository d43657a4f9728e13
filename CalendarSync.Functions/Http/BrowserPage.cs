using System.Text;

using CalendarSync.Core.Connecting;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>An answer for a person's browser. Nothing of it is kept, framed, or told to the next site.</summary>
internal sealed class BrowserPage(BrowserAnswer answer) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = answer.ContentSecurityPolicy;
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (answer.Cookie is { } cookie)
        {
#pragma warning disable S2092 // Secure wherever the address is https; plain http is this machine itself, where a browser would not keep it otherwise.
            response.Cookies.Append(
                cookie.Name,
                cookie.Value,
                new CookieOptions { HttpOnly = true, Secure = cookie.Secure, SameSite = SameSiteMode.Lax, Path = cookie.Path, MaxAge = cookie.MaxAge, IsEssential = true });
#pragma warning restore S2092
        }

        if (answer.Location is { } location)
        {
            response.Headers.Location = location.AbsoluteUri;
            return;
        }

        byte[] body = Encoding.UTF8.GetBytes(answer.Html ?? "");
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.Vary = "Accept-Language";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.HttpContext.RequestAborted);
    }
}
