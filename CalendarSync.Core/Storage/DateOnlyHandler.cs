using System.Data;
using Dapper;

namespace CalendarSync.Core.Storage;

/// <summary>PostgreSQL <c>date</c> as <see cref="DateOnly"/>, which Dapper does not know by itself.</summary>
internal sealed class DateOnlyHandler : SqlMapper.TypeHandler<DateOnly>
{
    public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;

    public override DateOnly Parse(object value) => value is DateOnly date ? date : DateOnly.FromDateTime((DateTime)value);
}
