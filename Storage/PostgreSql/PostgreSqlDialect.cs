using Keeper.Storage.Sql;

namespace Keeper.Storage.PostgreSql;

internal sealed class PostgreSqlDialect : SqlDialect
{
    public override string Migrations => "PostgreSql";

    public override string In(string column, string parameter) => $"{column} = ANY({parameter})";

    public override string Like(string column, string parameter) => $@"{column} ILIKE {parameter} ESCAPE '\'";
}
