using CalendarSync.Local.Emulator.Model;

namespace CalendarSync.Local.Emulator;

/// <content>Who and what there is: accounts, calendars, sharing.</content>
internal sealed partial class GoogleEmulator
{
    /// <summary>Creates an account with its primary calendar, whose id is the address.</summary>
    public void AddAccount(string email, string? displayName = null, string timeZone = "Europe/Paris")
    {
        lock (World.Gate)
        {
            World.AddAccount(email, displayName, timeZone);
        }
    }

    /// <summary>Creates a secondary calendar in its owner's list and returns its id.</summary>
    public string AddCalendar(string owner, string summary, string? id = null, string? timeZone = null)
    {
        lock (World.Gate)
        {
            Account account = AccountOf(owner);
            id ??= $"c_{World.Random.Text("0123456789abcdef", 64)}@group.calendar.google.com";
            CalendarState calendar = World.AddCalendar(account, id, summary, timeZone ?? account.TimeZone);
            World.Subscribe(account, calendar);
            return id;
        }
    }

    /// <summary>Creates a generated calendar that the account can read and nobody can watch.</summary>
    public string AddHolidayCalendar(string email, string id = "en.french#holiday@group.v.calendar.google.com", string summary = "Holidays in France")
    {
        lock (World.Gate)
        {
            Account account = AccountOf(email);
            if (!World.TryGetCalendar(id, out CalendarState? calendar))
            {
                calendar = World.AddCalendar(account, id, summary, account.TimeZone, pushSupported: false);
            }

            calendar.Share(email, AccessRole.Reader);
            World.Subscribe(account, calendar);
            return id;
        }
    }

    /// <summary>Gives an account a role on a calendar and puts it into its list; <see cref="AccessRole.None"/> takes it away.</summary>
    public void Share(string calendarId, string email, AccessRole role)
    {
        lock (World.Gate)
        {
            CalendarState calendar = CalendarOf(calendarId);
            calendar.Share(email, role);
            if (role == AccessRole.None)
            {
                World.Detach(AccountOf(email), calendar);
            }
            else
            {
                World.Subscribe(AccountOf(email), calendar);
            }
        }
    }

    /// <summary>Deletes a secondary calendar for everybody.</summary>
    public void DeleteCalendar(string calendarId)
    {
        lock (World.Gate)
        {
            World.DeleteCalendar(CalendarOf(calendarId));
        }
    }

    /// <summary>Renames a calendar or moves it to another zone, as its owner does.</summary>
    public void ChangeCalendar(string calendarId, string? summary = null, string? timeZone = null)
    {
        lock (World.Gate)
        {
            CalendarState calendar = CalendarOf(calendarId);
            calendar.Summary = summary ?? calendar.Summary;
            calendar.TimeZone = timeZone ?? calendar.TimeZone;
            calendar.UpdatedMs = Clock.NowMilliseconds;
        }
    }

    /// <summary>The default reminders that one account has for a calendar.</summary>
    public void SetDefaultReminders(string email, string calendarId, params IEnumerable<(string Method, int Minutes)> reminders)
    {
        lock (World.Gate)
        {
            ListEntry entry = AccountOf(email).CalendarList[CalendarOf(calendarId).Id];
            entry.DefaultReminders = [.. reminders.Select(static r => new Reminder(r.Method, r.Minutes))];
            World.TouchList(AccountOf(email), entry);
        }
    }

    /// <summary>Changes what the account is: a Workspace one, one whose writes are exhausted (403 <c>quotaExceeded</c>).</summary>
    public void ChangeAccount(string email, bool? workspace = null, bool? writesExhausted = null, string? timeZone = null)
    {
        lock (World.Gate)
        {
            Account account = AccountOf(email);
            account.Workspace = workspace ?? account.Workspace;
            account.WritesExhausted = writesExhausted ?? account.WritesExhausted;
            account.TimeZone = timeZone ?? account.TimeZone;
        }
    }
}
