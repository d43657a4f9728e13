using CalendarSync.Core.Security;

namespace CalendarSync.Core.Connecting;

/// <summary>A consent under way, of one user for one company.</summary>
internal sealed record OAuthState
{
    public Guid Id { get; init; }

    public Guid CompanyId { get; init; }

    public Guid UserId { get; init; }

    public string? ReturnUrl { get; init; }

    /// <summary>Sealed.</summary>
    public string? CodeVerifier { get; init; }

    public SealContext VerifierPlace => new(CompanyId, Id.ToString("D"), SealPurpose.CodeVerifier);

    // The verifier is sealed, the address may be personal.
    public override string ToString() => $"OAuthState {Id}";
}
