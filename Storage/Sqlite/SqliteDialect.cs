using Keeper.Storage.Sql;

namespace Keeper.Storage.Sqlite;

internal sealed class SqliteDialect : SqlDialect
{
    public override string Migrations => "Sqlite";

    public override string In(string column, string parameter) => $"{column} IN {parameter}"; // Dapper spells the list out.

    public override string Like(string column, string parameter) => $@"{column} LIKE {parameter} ESCAPE '\'";
}
