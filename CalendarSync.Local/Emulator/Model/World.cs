using System.Diagnostics.CodeAnalysis;
using CalendarSync.Local.Emulator.Events;

namespace CalendarSync.Local.Emulator.Model;

/// <summary>Everything that exists at this Google. One lock guards it: calls are short, and their order is then the order of the world.</summary>
internal sealed class World(EmulatorOptions options, EmulatorClock clock)
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CalendarState> _calendars = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<EventView, EventView> _views = [];

    public Lock Gate { get; } = new();

    public EmulatorOptions Options { get; } = options;

    public EmulatorClock Clock { get; } = clock;

    public SeededRandom Random { get; } = new(options.Seed);

    public IReadOnlyCollection<Account> Accounts => _accounts.Values;

    public IReadOnlyCollection<CalendarState> Calendars => _calendars.Values;

    /// <summary>Called under the lock, once per change of an event.</summary>
    public Action<CalendarState>? EventsChanged { get; set; }

    /// <summary>Called under the lock, once per change of an account's calendar list.</summary>
    public Action<Account>? CalendarListChanged { get; set; }

    public Account AddAccount(string email, string? displayName, string timeZone)
    {
        Account account = new(email, $"1{Random.Digits(20)}", displayName ?? email, timeZone);
        _accounts.Add(email, account);
        CalendarState primary = new(email, email, timeZone, account) { IsPrimary = true, UpdatedMs = Clock.NowMilliseconds };
        _calendars.Add(primary.Id, primary);
        ListEntry entry = account.Subscribe(primary);
        entry.DefaultReminders = [new Reminder("popup", 30)];
        return account;
    }

    public CalendarState AddCalendar(Account owner, string id, string summary, string timeZone, string? clientId = null, bool pushSupported = true)
    {
        CalendarState calendar = new(id, summary, timeZone, owner) { PushSupported = pushSupported, CreatedByClient = clientId, UpdatedMs = Clock.NowMilliseconds };
        _calendars.Add(id, calendar);
        return calendar;
    }

    public void Clear()
    {
        _accounts.Clear();
        _calendars.Clear();
        _views.Clear();
    }

    public Account? FindAccount(string email) => _accounts.GetValueOrDefault(email);

    public bool TryGetCalendar(string id, [NotNullWhen(true)] out CalendarState? calendar) => _calendars.TryGetValue(id, out calendar);

    public void Subscribe(Account account, CalendarState calendar)
    {
        account.Subscribe(calendar);
        CalendarListChanged?.Invoke(account);
    }

    public void TouchList(Account account, ListEntry entry)
    {
        account.Touch(entry);
        CalendarListChanged?.Invoke(account);
    }

    /// <summary>The calendar is out of this account's reach from now on: a tombstone in its list, its tokens dead, its channels quiet.</summary>
    public void Detach(Account account, CalendarState calendar)
    {
        if (account.CalendarList.TryGetValue(calendar.Id, out ListEntry? entry) && !entry.Deleted)
        {
            entry.Deleted = true;
            TouchList(account, entry);
        }
    }

    /// <summary>Gone for everybody, events and all.</summary>
    public void DeleteCalendar(CalendarState calendar)
    {
        calendar.Deleted = true;
        foreach (Account account in _accounts.Values)
        {
            Detach(account, calendar);
        }
    }

    /// <summary>Two equal views are one object afterwards.</summary>
    public EventView Intern(EventView view)
    {
        if (_views.TryGetValue(view, out EventView? known))
        {
            return known;
        }

        _views.Add(view, view);
        return view;
    }

    /// <summary>Gives an event a new state: new etag, new place in the history, and <c>updated</c> moves unless only reminders changed.</summary>
    public void Commit(StoredEvent stored, EventState next, bool mainData = true)
    {
        long now = Clock.NowMilliseconds;
        long updated = mainData ? Math.Max(now, stored.State.UpdatedMs + 1) : stored.State.UpdatedMs;
        // Occurrences have odd ones: an unchanged one has the etag of its series, and no other may have that.
        long etag = Math.Max((mainData ? updated : now) * 2000, stored.State.EtagNumber + 2) | (stored.RecurringEventId is null ? 0L : 1L);
        stored.Calendar.Changed(stored, next with { UpdatedMs = updated, EtagNumber = etag }, now);
        EventsChanged?.Invoke(stored.Calendar);
    }

    /// <summary>Puts an event with a given identity on a calendar. Its state counts only after <see cref="Commit"/>, which gives it its etag.</summary>
    public StoredEvent Place(CalendarState calendar, string id, string uid, EventState state, string? seriesId = null, EventTime? slot = null)
    {
        StoredEvent stored = new(calendar, id, uid, calendar.NextListKey(SeededRandom.Hash(id, (uint)Options.Seed)), state)
        {
            CreatedMs = Clock.NowMilliseconds,
            RecurringEventId = seriesId,
            OriginalStart = slot,
        };
        calendar.Add(stored);
        return stored;
    }

    public string NewEventId()
    {
        const string alphabet = "0123456789abcdefghijklmnopqrstuv";
        return Random.Text(alphabet, 26);
    }
}
