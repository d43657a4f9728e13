using System.Text.Json.Nodes;

namespace CalendarSync.Local.Demo;

/// <summary>Triggers that tell of what changes in the demo's database, for people who watch; and the lines for the terminal.</summary>
internal static class DemoWatch
{
    public const string Channel = "demo";

    /// <summary>In the demo's database only: the product does not depend on any of it.</summary>
    public const string Sql = """
        CREATE FUNCTION demo_notify() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            engine boolean := coalesce(current_setting('calendar_sync.source', true), '') = 'google';
            told jsonb;
        BEGIN
            CASE TG_TABLE_NAME
            WHEN 'events' THEN
                IF TG_OP = 'DELETE' THEN
                    told := jsonb_build_object('kind', 'row', 'event', OLD.id, 'google_id', OLD.google_event_id, 'did', 'removed', 'by', CASE WHEN engine THEN 'google' ELSE 'app' END);
                ELSE
                    told := jsonb_build_object('kind', 'row', 'event', NEW.id, 'google_id', NEW.google_event_id, 'by', CASE WHEN engine THEN 'google' ELSE 'app' END, 'did',
                        CASE WHEN TG_OP = 'INSERT' THEN 'added'
                             WHEN NEW.deleted_at IS NOT NULL AND OLD.deleted_at IS NULL THEN 'deleted'
                             -- The engine notes what Google answered: the event says what it said before.
                             WHEN engine AND NOT demo_differ(OLD, NEW) THEN 'noted'
                             ELSE 'changed' END);
                END IF;
            WHEN 'google_calendar_sync_queue' THEN
                IF TG_OP = 'UPDATE' AND (NEW.status, NEW.error_message, NEW.next_attempt_at, NEW.action) IS NOT DISTINCT FROM (OLD.status, OLD.error_message, OLD.next_attempt_at, OLD.action) THEN
                    RETURN NULL;
                END IF;
                told := jsonb_build_object('kind', 'queue', 'event', NEW.event_id, 'action', NEW.action, 'status', NEW.status, 'reason', NEW.error_message,
                    'due', NEW.next_attempt_at, 'lease', NEW.lease_until, 'attempts', NEW.attempt_count);
            WHEN 'google_calendar_sync_journal' THEN
                told := jsonb_build_object('kind', 'decision', 'event', NEW.event_id, 'google_id', NEW.google_event_id, 'direction', NEW.direction, 'decision', NEW.decision, 'reason', NEW.reason);
            WHEN 'google_calendar_conflicts' THEN
                told := jsonb_build_object('kind', 'conflict', 'event', NEW.event_id, 'about', NEW.kind, 'status', NEW.status, 'winner', NEW.winner, 'fields', NEW.fields);
            WHEN 'google_calendar_connections' THEN
                IF TG_OP = 'UPDATE' AND (NEW.status, NEW.last_error, NEW.listing_id IS NULL) IS NOT DISTINCT FROM (OLD.status, OLD.last_error, OLD.listing_id IS NULL) THEN
                    RETURN NULL;
                END IF;
                told := jsonb_build_object('kind', 'connection', 'status', NEW.status, 'error', NEW.last_error, 'listing', NEW.listing_id IS NOT NULL);
            WHEN 'google_calendar_grants' THEN
                IF TG_OP = 'UPDATE' AND NEW.paused_until IS NOT DISTINCT FROM OLD.paused_until THEN
                    RETURN NULL;
                END IF;
                told := jsonb_build_object('kind', 'pause', 'until', NEW.paused_until, 'reason', NEW.last_error);
            END CASE;
            PERFORM pg_notify('demo', told::text);
            RETURN NULL;
        END $$;
        CREATE FUNCTION demo_differ(a events, b events) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
            SELECT (a.title, a.description, a.location, a.start_at, a.end_at, a.start_date, a.end_date, a.all_day, a.color, a.recurrence, a.status, a.deleted_at)
                   IS DISTINCT FROM (b.title, b.description, b.location, b.start_at, b.end_at, b.start_date, b.end_date, b.all_day, b.color, b.recurrence, b.status, b.deleted_at)
        $$;
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE ON google_calendar_sync_queue FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER INSERT ON google_calendar_sync_journal FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE ON google_calendar_conflicts FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER INSERT OR UPDATE ON google_calendar_connections FOR EACH ROW EXECUTE FUNCTION demo_notify();
        CREATE TRIGGER demo_notify AFTER UPDATE ON google_calendar_grants FOR EACH ROW EXECUTE FUNCTION demo_notify();
        """;

    /// <summary>Passes a notice of the triggers on.</summary>
    public static void Tell(DemoFeed feed, string notice)
    {
        JsonObject data = JsonNode.Parse(notice)!.AsObject();
        string kind = (string)data["kind"]!;
        data.Remove("kind");
        feed.Tell(kind, Line(kind, data), data);
    }

    private static string Line(string kind, JsonObject data)
    {
        string id = ((string?)data["event"])?[..8] ?? "";
        string because = (string?)(data["reason"] ?? data["error"]) is { } reason ? $" ({reason})" : "";
        return kind switch
        {
            "row" => $"row       {id} {((string?)data["did"] is "noted" ? "holds what Google answered" : $"{data["did"]}, written by {data["by"]}")}",
            "queue" => $"queue     {id} {data["action"]}: {data["status"]}{because}",
            "decision" => $"decision  {id} {data["decision"]}{because}",
            "conflict" => $"conflict  {id} {data["status"]}, winner {data["winner"]}",
            "connection" => $"calendar  {data["status"]}{((bool?)data["listing"] is true ? ", full listing under way" : "")}{because}",
            "pause" => data["until"] is null ? "pause     over" : $"pause     until {data["until"]}{because}",
            _ => kind,
        };
    }
}
