namespace CalendarSync.Local.Demo;

/// <summary>What to open and to try while the demo runs.</summary>
internal static class WhatToDo
{
    public static IEnumerable<string> Lines(DemoEnvironment demo, Uri page)
    {
        string google = demo.Google.BaseAddress.ToString().TrimEnd('/');
        return
        [
            "",
            $"Open {page}",
            "",
            "Both calendars, and what travels between them. The same by hand:",
            "",
            "Write an event as the application does; it is in Google within five seconds:",
            $"    psql {demo.DatabaseUrl}",
            "    INSERT INTO events (company_id, user_id, title, start_at, end_at)",
            $"    VALUES ('{demo.People.CompanyId}', '{demo.People.OwnerId}', 'Hello', now(), now() + interval '1 hour');",
            "",
            "Edit as a person in Google does (docs/emulator.md has the rest); it is in the table at once:",
            $"    curl -s {google}/emulator/calendars/{DemoPeople.GoogleAccount}/events",
            $"    curl -s -X PATCH {google}/emulator/calendars/{DemoPeople.GoogleAccount}/events/EVENT-ID -d '{{\"summary\": \"Hello again\"}}'",
            "",
            "Ctrl+C ends it; nothing is left behind.",
            "",
        ];
    }
}
