using System.Data;
using Dapper;

namespace Keeper.Storage.Sql;

/// <summary>
/// Times are stored as microseconds since 1970 in UTC: sorts and compares as a number in every database, and what a
/// caller reads back is what it wrote, cut to the microsecond.
/// </summary>
internal sealed class SqlTime : SqlMapper.TypeHandler<DateTimeOffset>
{
    /// <summary>Makes Dapper store and read times so, everywhere in the process.</summary>
    public static void Register()
    {
        // Dapper's built-in mapping would win over the handler in parameters.
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new SqlTime());
    }

    public static long ToMicroseconds(DateTimeOffset time) =>
        (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public override DateTimeOffset Parse(object value) => FromMicroseconds((long)value);

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        parameter.DbType = DbType.Int64;
        parameter.Value = ToMicroseconds(value);
    }
}
