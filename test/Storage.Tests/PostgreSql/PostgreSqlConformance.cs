using Keeper.Storage.Tests.Conformance;

namespace Keeper.Storage.Tests.PostgreSql;

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlTaskWriteTests(PostgreSqlServer server) : TaskWriteConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlTaskReadTests(PostgreSqlServer server) : TaskReadConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlTaskListTests(PostgreSqlServer server) : TaskListConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlResultDeliveryTests(PostgreSqlServer server) : ResultDeliveryConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlAgentTests(PostgreSqlServer server) : AgentConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlVpcTests(PostgreSqlServer server) : VpcConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlAccessTests(PostgreSqlServer server) : AccessConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlGrainStateTests(PostgreSqlServer server) : GrainStateConformance
{
    internal override Task<OpenStore> OpenAsync() => server.OpenNewAsync();
}

[Collection(PostgreSqlCollection.Name), Needs("initdb", "pg_ctl", "createdb")]
public sealed class PostgreSqlWriterTests(PostgreSqlServer server) : WriterConformance
{
    internal override Task<OpenStore> OpenStoreAsync() => server.OpenNewAsync();
}
