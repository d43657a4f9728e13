using System.Text.Json;

using Microsoft.AspNetCore.Mvc;

namespace CalendarSync.Functions.Http;

/// <summary>An answer in JSON. It is written the same way by every host, whatever that host does with other results.</summary>
internal sealed class JsonAnswer(object value, int status = StatusCodes.Status200OK) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext, value, status, "application/json");

    public static async Task WriteAsync(HttpContext context, object value, int status, string contentType)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), ApiJson.Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType + "; charset=utf-8";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
