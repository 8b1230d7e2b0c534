using Keeper.Agent.Execution;
using Keeper.Agent.Probes.Database.MongoDb;
using Keeper.Agent.Probes.Database.MySql;
using Keeper.Agent.Probes.Database.PostgreSql;
using Keeper.Agent.Probes.Database.Redis;
using Keeper.Agent.Probes.Database.Sqlite;
using Keeper.Agent.Probes.Database.SqlServer;
using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Agent.Probes.Database;

/// <summary>Makes the executors of the kind <c>database</c>.</summary>
internal sealed class DatabaseExecutorFactory : IExecutorFactory
{
    public string Kind => DatabaseArguments.Kind;

    public string Version => "1.0";

    public IExecutor? Create(ObjectReader arguments) => DatabaseArguments.Read(arguments) is { } settled ? Create(settled) : null;

    private static IExecutor Create(DatabaseArguments settled) => settled.Engine switch
    {
        DatabaseEngine.PostgreSql => new DatabaseExecutor(settled, new PostgreSqlEngine()),
        DatabaseEngine.MySql => new DatabaseExecutor(settled, new MySqlEngine()),
        DatabaseEngine.Redis => new DatabaseExecutor(settled, new RedisEngine()),
        DatabaseEngine.SqlServer => new DatabaseExecutor(settled, new SqlServerEngine()),
        DatabaseEngine.MongoDb => new DatabaseExecutor(settled, new MongoDbEngine()),
        DatabaseEngine.Sqlite => new SqliteExecutor(settled),
        _ => throw new InvalidOperationException($"No engine speaks {settled.Engine}."),
    };
}
