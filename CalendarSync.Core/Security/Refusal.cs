namespace CalendarSync.Core.Security;

/// <summary>A request that is not carried out, as problem details say it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">For the caller: what to change. Repeats nothing that was sent.</param>
public sealed record Refusal(int Status, string? Detail = null)
{
    /// <summary>How the answer says that a caller may not; null where it may.</summary>
    /// <param name="access">The decision.</param>
    /// <returns>401, 404 or 403.</returns>
    public static Refusal? Of(Access access) => access switch
    {
        Access.Granted => null,
        Access.Unauthenticated => new Refusal(401),
        Access.NotFound => new Refusal(404),
        _ => new Refusal(403, "This takes an owner or admin of the company."),
    };
}
