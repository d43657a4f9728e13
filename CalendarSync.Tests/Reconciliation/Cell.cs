using CalendarSync.Core.Reconciliation;

namespace CalendarSync.Tests.Reconciliation;

/// <summary>What tells the cells of the table apart from outside.</summary>
internal sealed record Cell(string Base, Change App, Change Google, RowEffect RowEffect, GoogleEffect GoogleEffect, Winner? Conflict, string Reason)
{
    public static Cell Of(Agreement? agreed, Decision d) =>
        new(BaseOf(agreed), d.App, d.Google, d.RowEffect, d.GoogleEffect, d.Conflict?.Winner, d.Reason);

    private static string BaseOf(Agreement? agreed) => agreed switch
    {
        null => "none",
        { Deleted: true } => "deleted",
        { Etag: null } => "unanswered",
        _ => "live",
    };
}
