namespace CalendarSync.Core.Security;

/// <summary>The signatures that users' tokens may have.</summary>
internal enum JwtAlgorithm
{
    Hs256,
    Rs256,
    Es256,
}
