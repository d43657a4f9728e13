namespace CalendarSync.Core.Security;

/// <summary>A sealed text did not open: its key is gone, or it is not what was sealed for this place.</summary>
internal sealed class TokenVaultException(TokenVaultFault fault, Exception? inner = null)
    : Exception($"A sealed text did not open ({fault}).", inner)
{
    public TokenVaultFault Fault { get; } = fault;
}
