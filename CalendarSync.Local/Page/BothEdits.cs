namespace CalendarSync.Local.Page;

/// <summary>What both sides do to one event at the same time.</summary>
internal sealed record BothEdits(string Id, EventEdit App, EventEdit Google)
{
    /// <summary>Whether both change the same field.</summary>
    public bool Meet => (App.Title is not null && Google.Title is not null) || (App.Location is not null && Google.Location is not null) || (App.Moves && Google.Moves);
}
