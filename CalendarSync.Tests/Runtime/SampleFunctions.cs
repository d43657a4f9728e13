using CalendarSync.Functions.Http;

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace CalendarSync.Tests.Runtime;

/// <summary>Functions as CalendarSync.Functions writes them, one for each thing that the runtime has to do.</summary>
public sealed class SampleFunctions(SampleState state)
{
    [Function("echo")]
    public async Task<IActionResult> EchoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/echo")] HttpRequest request, CancellationToken cancellationToken)
    {
        JsonBody<EchoBody> body = await JsonBody.ReadAsync<EchoBody>(request, cancellationToken);
        return body.IsRead(out EchoBody? value, out IActionResult? problem) ? new JsonAnswer(value) : problem;
    }

    [Function("item")]
    public IActionResult Item([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "v1/items/{id?}")] HttpRequest request, string? id) =>
        new JsonAnswer(new { request.Method, ItemId = id ?? "none" });

    [Function("same-route")]
    public IActionResult Other([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/items/{id}")] HttpRequest request, string id) =>
        new JsonAnswer(new { request.Method, PutId = id });

    [Function("plain-result")]
    public IResult Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Text(request.Path, statusCode: 203);

    [Function("static-result")]
    public static ValueTask<IActionResult> Static([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        ValueTask.FromResult<IActionResult>(new StatusCodeResult(request.Query.Count == 0 ? 204 : 400));

    [Function("keyed")]
    public IActionResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest request) => new JsonAnswer(new { request.Method });

    [Function("for-admins")]
    public IActionResult Admins([HttpTrigger(AuthorizationLevel.Admin, "get")] HttpRequest request) => new JsonAnswer(new { request.Method });

    [Function("broken")]
    public Task<IActionResult> BrokenAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidOperationException(SampleState.Secret, new FormatException(request.Path + SampleState.Secret));

    [Function("slow")]
    public async Task<IActionResult> SlowAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, CancellationToken cancellationToken)
    {
        state.Started.TrySetResult();
        using CancellationTokenRegistration registration = cancellationToken.Register(() => state.Cancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return new OkResult();
    }

    [Function("tick")]
    public Task TickAsync([TimerTrigger("%SampleSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        state.RunAsync(timer, cancellationToken);

    [Function("failing-tick")]
    public Task FailAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) =>
        throw new InvalidOperationException(timer.IsPastDue + SampleState.Secret);

    public sealed record EchoBody(string Name, int Count = 1, DateTimeOffset? At = null);
}
