namespace CalendarSync.Core;

/// <summary>Where new ids and secrets come from, so that a simulation can repeat them.</summary>
internal interface IIdSource
{
    Guid NewId();

    /// <summary>Cryptographically random in the product.</summary>
    byte[] NewSecret(int bytes);
}
