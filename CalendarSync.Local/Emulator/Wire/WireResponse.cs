using System.Text;

namespace CalendarSync.Local.Emulator.Wire;

/// <summary>An answer: status, headers and a body in pieces, since a page of events is made of bytes that exist already.</summary>
internal sealed record WireResponse(int Status, string ContentType, IReadOnlyList<ReadOnlyMemory<byte>> Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>What the line does to the answer; a fault sets it.</summary>
    public WireBreak Break { get; init; }

    public long Length => Body.Sum(static piece => (long)piece.Length);

    public static WireResponse Empty(int status) => new(status, "", []);

    public static WireResponse Json(int status, ReadOnlyMemory<byte> body) => new(status, "application/json; charset=UTF-8", [body]);

    public static WireResponse Text(int status, string contentType, string body) => new(status, contentType, [Encoding.UTF8.GetBytes(body)]);

    public WireResponse With(string header, string value) => this with { Headers = [.. Headers, new(header, value)] };

    /// <summary>The whole body in one piece.</summary>
    public byte[] ToArray()
    {
        byte[] all = new byte[Length];
        int at = 0;
        foreach (ReadOnlyMemory<byte> piece in Body)
        {
            piece.CopyTo(all.AsMemory(at));
            at += piece.Length;
        }

        return all;
    }
}
