using System.Text;

using CalendarSync.Tests.Support;

namespace CalendarSync.Tests.Sql;

/// <summary>The schema as a text that is the same wherever the same scripts ran: from the catalog, sorted, without owners of the server.</summary>
internal static class SchemaDump
{
    private const string Sql = """
        SELECT line FROM (
            SELECT format('%s %s.%s: %s%s%s', CASE c.relkind WHEN 'v' THEN 'view' ELSE 'table' END, n.nspname, c.relname || '.' || a.attname,
                          format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN ' not null' ELSE '' END,
                          coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), CASE a.attidentity WHEN '' THEN '' ELSE ' identity' END)) AS line,
                   1 AS part, n.nspname || c.relname AS rel, a.attnum::int AS nr
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE n.nspname IN ('public', 'auth', 'cron') AND a.attnum > 0 AND NOT a.attisdropped
            UNION ALL
            SELECT format('constraint %s.%s: %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)), 2, k.conrelid::regclass || k.conname, 0
              FROM pg_constraint k WHERE k.connamespace = 'public'::regnamespace AND k.conrelid <> 0 AND k.contype <> 'n'
            UNION ALL
            SELECT format('index %s', replace(i.indexdef, 'public.', '')), 3, i.tablename || i.indexname, 0
              FROM pg_indexes i WHERE i.schemaname = 'public'
            UNION ALL
            SELECT format('trigger %s', replace(pg_get_triggerdef(t.oid), 'public.', '')), 4, t.tgname, 0
              FROM pg_trigger t WHERE NOT t.tgisinternal
            UNION ALL
            SELECT format('function %s returns %s, %s%s%s, for %s', p.oid::regprocedure, pg_get_function_result(p.oid),
                          CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END, coalesce(' ' || array_to_string(p.proconfig, ' '), ''),
                          CASE WHEN p.proowner = 'calendar_sync_service'::regrole THEN ' of calendar_sync_service' ELSE '' END,
                          (SELECT string_agg(CASE x.grantee WHEN 0 THEN 'public' ELSE x.grantee::regrole::text END, ', ' ORDER BY x.grantee::regrole::text)
                             FROM aclexplode(p.proacl) x WHERE x.grantee <> p.proowner)), 5, p.proname, 0
              FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'auth', 'cron'))
            UNION ALL
            SELECT format('policy %s.%s for %s to %s%s%s', p.tablename, p.policyname, lower(p.cmd), array_to_string(p.roles, ', '),
                          coalesce(' using ' || p.qual, ''), coalesce(' check ' || p.with_check, '')), 6, p.tablename || p.policyname, 0
              FROM pg_policies p
            UNION ALL
            SELECT format('security %s: %s%s', c.relname, CASE WHEN c.relrowsecurity THEN 'enabled' ELSE 'open' END,
                          CASE WHEN c.relforcerowsecurity THEN ', forced' ELSE '' END), 7, c.relname, 0
              FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            UNION ALL
            SELECT format('grant %s on %s to %s', string_agg(lower(x.privilege_type), ', ' ORDER BY x.privilege_type), c.relname,
                          CASE x.grantee WHEN 0 THEN 'public' ELSE x.grantee::regrole::text END), 8, c.relname, x.grantee::int
              FROM pg_class c, aclexplode(c.relacl) x
             WHERE c.relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'cron')) AND x.grantee <> c.relowner
             GROUP BY c.relname, x.grantee
        ) AS dump
        ORDER BY part, rel COLLATE "C", nr, line COLLATE "C"
        """;

    public static async Task<string> ReadAsync(TestDatabase database)
    {
        var text = new StringBuilder();
        foreach (var line in await database.QueryAsync<string>(Sql))
        {
            text.Append(string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Append('\n');
        }

        return text.ToString();
    }
}
