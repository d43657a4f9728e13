namespace CalendarSync.Core.Security;

/// <summary>Who calls, as far as the request proves it.</summary>
/// <param name="UserId">The token's user; null without a token that can be believed.</param>
/// <param name="HasFunctionKey">The request holds the function key.</param>
public sealed record Caller(Guid? UserId, bool HasFunctionKey)
{
    /// <summary>Nobody in particular.</summary>
    public static Caller Anonymous { get; } = new(null, HasFunctionKey: false);
}
