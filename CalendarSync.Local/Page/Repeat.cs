namespace CalendarSync.Local.Page;

/// <summary>How often an event takes place again, as far as the page's form can say it.</summary>
internal enum Repeat
{
    Never,
    Daily,
    Weekly,

    /// <summary>By a rule that was made elsewhere. It can be kept, not chosen.</summary>
    Other,
}
