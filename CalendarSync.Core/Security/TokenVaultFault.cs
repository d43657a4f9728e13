namespace CalendarSync.Core.Security;

/// <summary>Why a sealed text did not open.</summary>
internal enum TokenVaultFault
{
    /// <summary>Not in the form that the vault writes.</summary>
    Malformed,

    /// <summary><c>TOKEN_ENCRYPTION_KEY</c> no longer has its key.</summary>
    UnknownKey,

    /// <summary>Changed, or moved here from another company, account or purpose.</summary>
    Tampered,
}
