namespace CalendarSync.Core.Security;

/// <summary>What a route asks of its caller.</summary>
public enum CompanyRight
{
    /// <summary>Any member of the company.</summary>
    Member,

    /// <summary>Owner or admin of the company.</summary>
    Manage,

    /// <summary>Owner or admin of the company, or whoever has the function key.</summary>
    ManageOrKey,
}
