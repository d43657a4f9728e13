using System.Text;
using CalendarSync.Local.Emulator.Wire;

namespace CalendarSync.Local.Emulator.Api;

/// <summary>One call inside a batch.</summary>
internal sealed record BatchPart(string? ContentId, WireRequest Request)
{
    public static List<BatchPart> Parse(WireRequest batch)
    {
        string boundary = Boundary(batch.Header("Content-Type")) ?? throw GoogleErrors.BadRequest("Failed to parse batch request, error: no boundary.").Thrown();
        string text = Encoding.UTF8.GetString(batch.Body.Span).ReplaceLineEndings("\n");
        List<BatchPart> parts = [];
        foreach (string part in text.Split("--" + boundary).Skip(1))
        {
            if (part.StartsWith("--", StringComparison.Ordinal))
            {
                return parts;
            }

            parts.Add(ParsePart(part.TrimStart('\n'), batch));
        }

        throw GoogleErrors.BadRequest("Failed to parse batch request, error: no closing boundary.").Thrown();
    }

    private static BatchPart ParsePart(string part, WireRequest batch)
    {
        (Dictionary<string, string> outer, string inner) = SplitHeaders(part);
        int lineEnd = inner.IndexOf('\n', StringComparison.Ordinal);
        string[] line = (lineEnd < 0 ? inner : inner[..lineEnd]).Trim().Split(' ');
        if (line.Length < 2 || line[1].Length == 0 || line[1][0] != '/')
        {
            throw GoogleErrors.BadRequest("Failed to parse batch request, error: a part needs a request line with a path.").Thrown();
        }

        (Dictionary<string, string> headers, string body) = SplitHeaders(lineEnd < 0 ? "" : inner[(lineEnd + 1)..]);
        if (!headers.ContainsKey("Authorization") && batch.Header("Authorization") is { } authorization)
        {
            headers["Authorization"] = authorization;
        }

        WireRequest request = WireRequest.FromTarget(line[0].ToUpperInvariant(), line[1], batch.Origin, headers, Encoding.UTF8.GetBytes(body.Trim()));
        return new BatchPart(outer.GetValueOrDefault("Content-ID"), request);
    }

    private static (Dictionary<string, string> Headers, string Body) SplitHeaders(string text)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (text.Length > 0)
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            string line = end < 0 ? text : text[..end];
            text = end < 0 ? "" : text[(end + 1)..];
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line.Length == 0 || colon < 0)
            {
                break;
            }

            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return (headers, text);
    }

    private static string? Boundary(string? contentType)
    {
        const string name = "boundary=";
        int at = contentType?.IndexOf(name, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at < 0 ? null : contentType![(at + name.Length)..].Split(';')[0].Trim().Trim('"');
    }
}
