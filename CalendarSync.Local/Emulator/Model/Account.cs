namespace CalendarSync.Local.Emulator.Model;

/// <summary>A Google account: its address, its settings and its calendar list.</summary>
internal sealed class Account(string email, string subject, string displayName, string timeZone)
{
    private readonly Dictionary<string, ListEntry> _list = new(StringComparer.Ordinal);

    public string Email { get; } = email;

    /// <summary>The <c>sub</c> of OpenID: stays when the address changes.</summary>
    public string Subject { get; } = subject;

    public string DisplayName { get; } = displayName;

    public string TimeZone { get; set; } = timeZone;

    public string Locale { get; set; } = "en";

    /// <summary>Workspace accounts may create focus time, out of office and working locations.</summary>
    public bool Workspace { get; set; }

    /// <summary>The calendar use limit was hit: writes answer 403 <c>quotaExceeded</c>, reads work.</summary>
    public bool WritesExhausted { get; set; }

    public IReadOnlyDictionary<string, ListEntry> CalendarList => _list;

    /// <summary>Counts the changes of the calendar list; its sync tokens point into it.</summary>
    public long ListChanges { get; private set; }

    /// <summary>Raised to make every calendar list token of this account dead.</summary>
    public int ListGeneration { get; set; }

    public ListEntry Subscribe(CalendarState calendar)
    {
        if (!_list.TryGetValue(calendar.Id, out ListEntry? entry))
        {
            entry = new ListEntry(calendar);
            _list.Add(calendar.Id, entry);
        }

        entry.Deleted = false;
        Touch(entry);
        return entry;
    }

    public void Touch(ListEntry entry) => entry.ChangeNumber = ++ListChanges;
}
