using Npgsql;
using NpgsqlTypes;

namespace CalendarSync.Core.Storage;

/// <summary>Many rows as one array per column, for <c>unnest</c>: one statement whatever their number.</summary>
internal sealed class ColumnArrays<TRow>(IReadOnlyList<TRow> rows)
{
    private readonly List<NpgsqlParameter> parameters = [];

    public void Add<TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> column)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = column(rows[i]);
        }

        parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });
    }

    public async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <returns>The first column of what the statement returns.</returns>
    public async Task<IReadOnlyList<TValue>> QueryAsync<TValue>(NpgsqlConnection connection, string sql, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, sql, now);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var values = new List<TValue>();
        while (await reader.ReadAsync(cancellationToken))
        {
            values.Add(await reader.GetFieldValueAsync<TValue>(0, cancellationToken));
        }

        return values;
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, DateTimeOffset now)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters.ToArray());
        command.Parameters.Add(new NpgsqlParameter("now", NpgsqlDbType.TimestampTz) { Value = now });
        return command;
    }
}
