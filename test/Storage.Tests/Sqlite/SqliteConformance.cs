using Keeper.Storage.Tests.Conformance;

namespace Keeper.Storage.Tests.Sqlite;

public sealed class SqliteTaskWriteTests : TaskWriteConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteTaskReadTests : TaskReadConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteTaskListTests : TaskListConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteResultDeliveryTests : ResultDeliveryConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteAgentTests : AgentConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteVpcTests : VpcConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteAccessTests : AccessConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteGrainStateTests : GrainStateConformance
{
    internal override Task<OpenStore> OpenAsync() => SqliteStores.OpenAsync();
}

public sealed class SqliteWriterConformanceTests : WriterConformance
{
    internal override Task<OpenStore> OpenStoreAsync() => SqliteStores.OpenAsync();
}
