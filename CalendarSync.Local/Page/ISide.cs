namespace CalendarSync.Local.Page;

/// <summary>One of the two calendars, as the people on that side use it.</summary>
internal interface ISide
{
    /// <summary>Makes an event and gives its id.</summary>
    Task<string> AddAsync(EventEdit edit, CancellationToken cancellationToken);

    /// <summary>Changes an event, a whole series, or one occurrence.</summary>
    /// <returns>False where there is no such event.</returns>
    Task<bool> ChangeAsync(string id, EventEdit edit, CancellationToken cancellationToken);

    /// <summary>Deletes an event, a whole series, or one occurrence.</summary>
    /// <returns>False where there is no such event.</returns>
    Task<bool> DeleteAsync(string id, CancellationToken cancellationToken);
}
