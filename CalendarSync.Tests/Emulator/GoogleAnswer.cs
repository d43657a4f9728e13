using System.Text.Json.Nodes;

namespace CalendarSync.Tests.Emulator;

public sealed record GoogleAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? Reason => (string?)Json["error"]?["errors"]?[0]?["reason"];

    public string? Domain => (string?)Json["error"]?["errors"]?[0]?["domain"];

    public string? Message => (string?)Json["error"]?["message"];

    public string Id => (string)Json["id"]!;

    public string Etag => (string)Json["etag"]!;

    /// <summary>Checks the status and gives the answer back; a failure shows the body.</summary>
    public GoogleAnswer ShouldBe(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>Checks for an error of the token endpoint, which has a flat form.</summary>
    public void ShouldFail(int status, string error, string? description = null)
    {
        Status.ShouldBe(status, Text);
        ((string?)Json["error"]).ShouldBe(error, Text);
        if (description is not null)
        {
            ((string?)Json["error_description"]).ShouldBe(description);
        }
    }

    /// <summary>Checks that the event has moved on since that answer.</summary>
    public void ShouldHaveOtherEtagThan(GoogleAnswer earlier) => string.Equals(Etag, earlier.Etag, StringComparison.Ordinal).ShouldBeFalse(Etag);

    /// <summary>Checks that this is an error body with this code and reason.</summary>
    public void ShouldRefuse(int status, string reason)
    {
        Status.ShouldBe(status, Text);
        Reason.ShouldBe(reason, Text);
        ((int)Json["error"]!["code"]!).ShouldBe(status);
    }
}
