using System.Buffers;

namespace CalendarSync.Core.Google;

/// <summary>Reads answers into memory, up to a limit that holds for what comes out of the decompression.</summary>
internal static class AnswerBody
{
    private const int FirstBuffer = 64 * 1024;

    /// <summary>The whole body, in an array of its own: what is read from it may keep slices.</summary>
    /// <exception cref="GoogleApiException">The body is longer than the limit.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var (bytes, whole) = await ReadUpToAsync(content, limit, cancellationToken);
        return whole ? bytes : throw new GoogleApiException(GoogleFault.Permanent, 200, "answerTooLarge");
    }

    /// <summary>The body's first bytes, and whether that is all of it.</summary>
    public static async Task<(byte[] Bytes, bool Whole)> ReadUpToAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit + 1L, content.Headers.ContentLength + 1 ?? FirstBuffer));
        var length = 0;
        try
        {
            while (length <= limit)
            {
                if (length == buffer.Length)
                {
                    buffer = Grow(buffer, length, limit);
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                {
                    return (buffer[..length], true);
                }

                length += read;
            }

            return (buffer[..limit], false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer, int length, int limit)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(limit + 1L, 2L * length));
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
