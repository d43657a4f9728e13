using System.Net;
using System.Security.Cryptography;
using System.Text;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>
/// A file of the settings page with its policy: nothing but its own files is loaded or called, and only the application's origins may frame it
/// and hand it a token. It asks the browser before it uses its copy: a new version is there at once.
/// </summary>
internal sealed class SettingsAnswer(SettingsFile file, IReadOnlyList<string> origins) : IActionResult
{
    // In the page; the origins that may hand it a token, as the script reads them.
    private const string OriginsMark = "{{origins}}";

    public async Task ExecuteResultAsync(ActionContext context)
    {
        HttpRequest request = context.HttpContext.Request;
        HttpResponse response = context.HttpContext.Response;
        (byte[] content, string tag) = Filled();
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
            + string.Join(' ', origins.Prepend("'self'"));
        if (request.Headers.IfNoneMatch.Contains(tag, StringComparer.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = file.ContentType;
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
    }

    private (byte[] Content, string Tag) Filled()
    {
        if (!string.Equals(file.Name, SettingsFile.Page, StringComparison.Ordinal))
        {
            return (file.Content, file.Tag);
        }

        byte[] content = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(file.Content).Replace(OriginsMark, WebUtility.HtmlEncode(string.Join(' ', origins)), StringComparison.Ordinal));
        return (content, $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"");
    }
}
