using System.Buffers.Binary;
using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator.Listing;

/// <summary>Tokens as opaque text with <c>=</c> at the end, as Google's have it; a changed character makes them garbage.</summary>
internal sealed class TokenCodec(int seed)
{
    // 49 bytes are one more than a multiple of three: base64 ends in "==".
    private const int Length = 49;

    public string Encode(TokenState state)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = state.IsPage ? (byte)0x50 : (byte)0x53;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], state.Since);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[9..], state.Until);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[17..], state.Cursor);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[25..], state.Generation);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[29..], state.Owner);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[33..], state.Parameters);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[37..], state.IssuedMs);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[45..], Checksum(bytes[..45]));
        Scramble(bytes);
        return Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Null for anything that this Google never issued as this kind of token.</summary>
    public TokenState? Decode(string text, bool isPage)
    {
        Span<byte> bytes = stackalloc byte[Length + 2];
        if (!Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), bytes, out int written) || written != Length)
        {
            return null;
        }

        bytes = bytes[..Length];
        Scramble(bytes);
        if (bytes[0] != (isPage ? 0x50 : 0x53) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[45..]) != Checksum(bytes[..45]))
        {
            return null;
        }

        return new TokenState(
            isPage,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[9..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[17..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[25..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[29..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[33..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[37..]));
    }

    /// <summary>Nobody shall be tempted to read the numbers.</summary>
    private void Scramble(Span<byte> bytes)
    {
        ulong key = SeededRandom.Mix((ulong)seed + 1);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (i % 8 == 0)
            {
                key = SeededRandom.Mix(key);
            }

            bytes[i] ^= (byte)(key >> (i % 8 * 8));
        }
    }

    private uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261 ^ (uint)seed;
        foreach (byte b in bytes)
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return (uint)SeededRandom.Mix(hash);
    }
}
