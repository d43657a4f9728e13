using System.Net;
using System.Text;
using System.Text.Json;

namespace CalendarSync.Tests.Runtime;

public sealed class HttpRuntimeTests
{
    [Theory]
    [InlineData("GET", "/api/v1/items/7", 200, """{"method":"GET","item_id":"7"}""")]
    [InlineData("GET", "/api/v1/items", 200, """{"method":"GET","item_id":"none"}""")]
    [InlineData("DELETE", "/api/v1/items/a%20b", 200, """{"method":"DELETE","item_id":"a b"}""")]
    [InlineData("PUT", "/api/v1/items/7", 200, """{"method":"PUT","put_id":"7"}""")]
    [InlineData("GET", "/api/plain-result", 203, "/api/plain-result")]
    [InlineData("GET", "/api/static-result", 204, "")]
    public async Task Route_and_method_find_the_function(string method, string path, int status, string body)
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(new HttpMethod(method), path);

        ((int)response.StatusCode).ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldBe(body);
    }

    [Theory]
    [InlineData("POST", "/api/v1/items/7", 405)]
    [InlineData("PUT", "/api/v1/items", 405)]
    [InlineData("HEAD", "/api/plain-result", 405)]
    [InlineData("GET", "/api/v1/unknown", 404)]
    [InlineData("GET", "/v1/items/7", 404)]
    [InlineData("GET", "/api/tick", 404)]
    [InlineData("GET", "/admin/functions/tick", 405)]
    public async Task What_is_not_mapped_is_refused_with_a_problem(string method, string path, int status)
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(new HttpMethod(method), path);

        ((int)response.StatusCode).ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        if (status == 405)
        {
            response.Content.Headers.Allow.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("/api/keyed")]
    [InlineData("/api/for-admins")]
    public async Task A_level_above_anonymous_needs_the_key_in_the_header(string path)
    {
        await using SampleApp app = await SampleApp.StartAsync();

        (await StatusAsync(app, path, null)).ShouldBe(401);
        (await StatusAsync(app, path, "")).ShouldBe(401);
        (await StatusAsync(app, path, SampleApp.Key + "x")).ShouldBe(401);
        (await StatusAsync(app, path, SampleApp.Key[..^1])).ShouldBe(401);
        (await StatusAsync(app, path + "?code=" + SampleApp.Key, null)).ShouldBe(401);
        (await StatusAsync(app, path, SampleApp.Key)).ShouldBe(200);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_the_setting_nobody_has_the_key(string? setting)
    {
        await using SampleApp app = await SampleApp.StartAsync(false, ("FUNCTIONS_KEY", setting));

        (await StatusAsync(app, "/api/keyed", null)).ShouldBe(401);
        (await StatusAsync(app, "/api/keyed", "")).ShouldBe(401);
        (await StatusAsync(app, "/api/keyed", "anything")).ShouldBe(401);
    }

    [Fact]
    public async Task An_exception_is_a_problem_that_tells_nothing_and_one_line_in_the_log()
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, "/api/broken");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"title":"Internal Server Error","status":500}""");
        string entry = app.Log.Where(line => line.Contains("broken", StringComparison.Ordinal)).ShouldHaveSingleItem();
        entry.ShouldContain("System.InvalidOperationException <- System.FormatException");
        entry.ShouldContain(nameof(SampleFunctions.BrokenAsync));
        app.Log.ShouldNotContain(line => line.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"name":"a","count":2,"at":"2026-03-29T03:00:00+02:00"}""", 200, """{"name":"a","count":2,"at":"2026-03-29T01:00:00Z"}""")]
    [InlineData("""{"name":"a"}""", 200, """{"name":"a","count":1,"at":null}""")]
    [InlineData("", 400, "line 1, byte")]
    [InlineData("{}", 400, "line 1, byte")]
    [InlineData("null", 400, "JSON object")]
    [InlineData("[]", 400, "line 1, byte")]
    [InlineData("""{"name":null}""", 400, "line 1, byte")]
    [InlineData("""{"name":"a","nme":1}""", 400, "not what this route takes")]
    [InlineData("""{"name":"a","name":"b"}""", 400, "not what this route takes")]
    [InlineData("""{"name":"a","count":"2"}""", 400, "line 1, byte")]
    [InlineData("""{"name":"dentist""", 400, "line 1, byte")]
    [InlineData("""{"name":"a"} {}""", 400, "line 1, byte")]
    public async Task Bodies_are_read_strictly(string body, int status, string answer)
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Post, "/api/v1/echo", null, new StringContent(body, Encoding.UTF8, "application/json"));

        string text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        text.ShouldContain(answer);
        if (status != 200)
        {
            text.ShouldNotContain("dentist");
            JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32().ShouldBe(status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_above_the_cap_is_413_with_or_without_its_length(bool chunked)
    {
        await using SampleApp app = await SampleApp.StartAsync();
        byte[] body = Encoding.UTF8.GetBytes($$"""{"name":"{{new string('x', 64 * 1024)}}"}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/echo") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;

        using HttpResponseMessage response = await app.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_form_is_not_json()
    {
        await using SampleApp app = await SampleApp.StartAsync();

        using HttpResponseMessage response = await app.SendAsync(
            HttpMethod.Post, "/api/v1/echo", null, new StringContent("""{"name":"a"}""", Encoding.UTF8, "text/plain"));

        response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_cancels_the_function()
    {
        await using SampleApp app = await SampleApp.StartAsync();
        using var caller = new CancellationTokenSource();
        Task<HttpResponseMessage> call = app.Http.GetAsync("/api/slow", caller.Token);
        await app.State.Started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await caller.CancelAsync();

        await app.State.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Should.ThrowAsync<OperationCanceledException>(() => call);
        app.Log.ShouldNotContain(line => line.Contains("slow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_function_that_outlasts_the_limit_of_host_json_is_cancelled()
    {
        await using SampleApp app = await SampleApp.StartAsync();
        Task<HttpResponseMessage> call = app.Http.GetAsync("/api/slow");
        await app.State.Started.Task.WaitAsync(TimeSpan.FromSeconds(60));

        app.Clock.Advance(TimeSpan.FromMinutes(5));

        (await call).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        app.Log.ShouldContain(line => line.Contains("slow", StringComparison.Ordinal) && line.Contains("longer than", StringComparison.Ordinal));
    }

    private static async Task<int> StatusAsync(SampleApp app, string path, string? key)
    {
        using HttpResponseMessage response = await app.SendAsync(HttpMethod.Get, path, key);
        return (int)response.StatusCode;
    }
}
