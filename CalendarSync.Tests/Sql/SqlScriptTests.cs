using CalendarSync.Core.Storage;

namespace CalendarSync.Tests.Sql;

public sealed class SqlScriptTests
{
    [Theory]
    [InlineData("SELECT 1; SELECT 2", "SELECT 1", "SELECT 2")]
    [InlineData("SELECT ';'; SELECT 'it''s; so'", "SELECT ';'", "SELECT 'it''s; so'")]
    [InlineData(@"SELECT E'\';'; SELECT 2", @"SELECT E'\';'", "SELECT 2")]
    [InlineData("SELECT \"a;b\"; SELECT 2", "SELECT \"a;b\"", "SELECT 2")]
    [InlineData("DO $$ BEGIN; $x$;$x$ END $$; SELECT 2", "DO $$ BEGIN; $x$;$x$ END $$", "SELECT 2")]
    [InlineData("-- a; b\nSELECT 1 -- c;\n; /* ; */ SELECT 2;", "SELECT 1 -- c;\n", "SELECT 2")]
    [InlineData("SELECT $1; SELECT a$b", "SELECT $1", "SELECT a$b")]
    [InlineData(" ;; -- nothing")]
    public void Statements_end_where_the_server_would_end_them(string script, params string[] statements) =>
        SqlScript.Split(script).Select(s => s.Text).ShouldBe(statements);

    [Fact]
    public void A_statement_knows_its_line_and_the_lines_inside_it()
    {
        var statements = SqlScript.Split("-- one\nSELECT 1;\n\nSELECT\n  2;");

        statements.Select(s => s.Line).ShouldBe([2, 4]);
        statements[1].LineAt(0).ShouldBe(4);
        statements[1].LineAt(10).ShouldBe(5);
    }

    [Fact]
    public void Every_script_is_one_transaction()
    {
        foreach (var script in Migrator.Scripts)
        {
            var statements = SqlScript.Split(Support.Repository.ReadText(script));
            statements[0].Text.ShouldBe("BEGIN", script);
            statements[^1].Text.ShouldBe("COMMIT", script);
            statements.Count(s => s.Text is "BEGIN" or "COMMIT").ShouldBe(2, script);
        }
    }
}
