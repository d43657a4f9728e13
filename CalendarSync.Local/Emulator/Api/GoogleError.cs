using System.Text.Json;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>One of Google's error answers, in the calendar backend's form or (with <see cref="RpcStatus"/>) in the front end's.</summary>
internal sealed record GoogleError(int Status, string Domain, string Reason, string Message)
{
    public string? Location { get; init; }

    public string LocationType { get; init; } = "parameter";

    /// <summary>The <c>status</c> key of the front-end form.</summary>
    public string? RpcStatus { get; init; }

    /// <summary>The reason inside <c>details</c> of the front-end form.</summary>
    public string? DetailReason { get; init; }

    public string? AuthenticateHeader { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Some answers lack the <c>errors</c> array.</summary>
    public bool WithoutErrors { get; init; }

    public GoogleErrorException Thrown() => new(this);

    public WireResponse ToResponse()
    {
        WireResponse response = WireResponse.Json(Status, JsonBytes.Write(Write));
        if (AuthenticateHeader is not null)
        {
            response = response.With("WWW-Authenticate", AuthenticateHeader);
        }

        return RetryAfter is { } after ? response.With("Retry-After", $"{(int)Math.Ceiling(after.TotalSeconds)}") : response;
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        if (!WithoutErrors)
        {
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("domain", Domain);
            json.WriteString("reason", Reason);
            json.WriteString("message", Message);
            if (Location is not null)
            {
                json.WriteString("locationType", LocationType);
                json.WriteString("location", Location);
            }

            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteNumber("code", Status);
        json.WriteString("message", Message);
        if (RpcStatus is not null)
        {
            json.WriteString("status", RpcStatus);
        }

        if (DetailReason is not null)
        {
            json.WriteStartArray("details");
            json.WriteStartObject();
            json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
            json.WriteString("reason", DetailReason);
            json.WriteString("domain", "googleapis.com");
            json.WriteStartObject("metadata");
            json.WriteString("service", "calendar-json.googleapis.com");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
