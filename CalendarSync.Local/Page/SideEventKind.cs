namespace CalendarSync.Local.Page;

/// <summary>What stands in one of the two calendars.</summary>
internal enum SideEventKind
{
    /// <summary>Takes place once.</summary>
    Event,

    /// <summary>A series as such. Nobody sees it: its occurrences are what takes place.</summary>
    Series,

    /// <summary>One time of a series, as the rule makes it or changed by somebody.</summary>
    Occurrence,

    /// <summary>A time of a series that somebody took out.</summary>
    Hole,
}
