namespace CalendarSync.Core.Google.OAuth;

/// <summary>Google's consent page for one transaction.</summary>
/// <param name="Address">Where the browser goes.</param>
/// <param name="Verifier">Stays here until the code comes.</param>
internal sealed record ConsentRequest(Uri Address, string Verifier)
{
    // A record prints its members; one of them is a secret.
    public override string ToString() => nameof(ConsentRequest);
}
