using System.Data;
using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>PostgreSQL <c>timestamptz</c> as <see cref="DateTimeOffset"/> in UTC, both ways.</summary>
internal sealed class DateTimeOffsetHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

    public override DateTimeOffset Parse(object value) =>
        value is DateTimeOffset at ? at.ToUniversalTime() : new DateTimeOffset(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));
}
