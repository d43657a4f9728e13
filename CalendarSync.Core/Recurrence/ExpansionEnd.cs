namespace CalendarSync.Core.Recurrence;

/// <summary>How far an expansion came.</summary>
internal enum ExpansionEnd
{
    /// <summary>Nothing is missing.</summary>
    Complete,

    /// <summary>There are more occurrences than were asked for.</summary>
    TooMany,

    /// <summary>The budget was used up on the way; what is there is right, what is missing is not known.</summary>
    TooCostly,
}
