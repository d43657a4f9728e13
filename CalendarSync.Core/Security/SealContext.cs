using System.Text;

namespace CalendarSync.Core.Security;

/// <summary>What a sealed text belongs to. It opens nowhere else: not for another company, account or purpose.</summary>
/// <param name="CompanyId">Whose it is.</param>
/// <param name="Account">The Google account (the id of its primary calendar), or the consent under way.</param>
/// <param name="Purpose">One of <see cref="SealPurpose"/>.</param>
internal readonly record struct SealContext(Guid CompanyId, string Account, string Purpose)
{
    /// <summary>The last part may hold anything; the ones before it cannot hold a NUL, so no two contexts give the same bytes.</summary>
    public byte[] AssociatedData(string version, string keyId) =>
        Encoding.UTF8.GetBytes($"{version}\0{keyId}\0{CompanyId:D}\0{Purpose}\0{Account}");
}
