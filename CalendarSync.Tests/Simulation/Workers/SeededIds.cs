using CalendarSync.Core;

namespace CalendarSync.Tests.Simulation.Workers;

/// <summary>Ids that a story repeats.</summary>
internal sealed class SeededIds(int seed) : IIdSource
{
    private readonly Random _random = new(seed);

    public Guid NewId()
    {
        var bytes = NewSecret(16);
        bytes[7] = (byte)((bytes[7] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes);
    }

    public byte[] NewSecret(int bytes)
    {
        var secret = new byte[bytes];
        _random.NextBytes(secret);
        return secret;
    }
}
