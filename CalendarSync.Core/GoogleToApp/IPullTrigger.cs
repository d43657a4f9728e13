namespace CalendarSync.Core.GoogleToApp;

/// <summary>Lets a hint start a pull.</summary>
internal interface IPullTrigger
{
    /// <summary>
    /// Asks for a pull of the calendar and, where nobody else is at it, carries it out within the budget; what is left is the next
    /// timer's. Any number of hints make one pull.
    /// </summary>
    Task PullSoonAsync(Guid connectionId, TimeSpan budget, CancellationToken cancellationToken);
}
