using System.Security.Cryptography;

namespace CalendarSync.Core;

/// <summary>Ids and secrets of the running product.</summary>
internal sealed class RandomIdSource : IIdSource
{
    public Guid NewId() => Guid.NewGuid();

    public byte[] NewSecret(int bytes) => RandomNumberGenerator.GetBytes(bytes);
}
