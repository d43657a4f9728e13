using System.Text.Json;
using System.Text.Json.Nodes;
using CalendarSync.Local.Emulator.Api;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Admin;

/// <summary>
/// <c>/emulator/...</c>: what tests and demos do from outside, as the people and the powers that Google has no API for. JSON in snake_case.
/// Documented in docs/emulator.md; a request from a page of another origin is refused.
/// </summary>
internal sealed class AdminApi(GoogleEmulator emulator)
{
    private const string Root = "/emulator/";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly RouteTable<AdminRoute> _routes = new(Routes(emulator).Select(static r => (r.Verb, r.Path, r)));

    public async Task<WireResponse> HandleAsync(WireRequest request, CancellationToken cancellationToken)
    {
        if (request.Header("Origin") is { } origin && !string.Equals(origin, request.Origin, StringComparison.OrdinalIgnoreCase))
        {
            return GoogleErrors.Forbidden.ToResponse();
        }

        string path = request.Path.Length > Root.Length ? request.Path[Root.Length..] : "state";
        if (_routes.Match(request.Method, path) is not { } match)
        {
            return GoogleErrors.NotFound.ToResponse();
        }

        try
        {
            AdminRoute route = match.Target;
            JsonObject body = JsonFields.ParseBody(request.Body);
            if (route.Fields is { } known && body.Select(static p => p.Key).FirstOrDefault(k => !known.Contains(k, StringComparer.Ordinal)) is { } unknown)
            {
                throw GoogleErrors.BadRequest($"Unknown field: {unknown}. Known: {string.Join(", ", known)}").Thrown();
            }

            JsonNode? result = await route.Handle(new AdminCall(match.Values, QueryParameters.Parse(request.Query), body, cancellationToken));
            return result is null ? WireResponse.Empty(204) : WireResponse.Json(200, JsonSerializer.SerializeToUtf8Bytes(result));
        }
        catch (GoogleErrorException refused)
        {
            return refused.Error.ToResponse();
        }
        catch (ArgumentException unknown)
        {
            // An account or calendar that does not exist, or one that exists already.
            return (GoogleErrors.NotFound with { Message = unknown.Message }).ToResponse();
        }
    }

    /// <summary>All operations, for the dispatcher and for the test that compares them with the documentation.</summary>
    public static IEnumerable<AdminRoute> Routes(GoogleEmulator emulator) =>
        [.. new StateAdmin(emulator).Routes(), .. new CalendarAdmin(emulator).Routes(), .. new EventAdmin(emulator).Routes(), .. new FaultAdmin(emulator).Routes()];

    public static JsonNode? Node<T>(T value) => JsonSerializer.SerializeToNode(value, Json);
}
