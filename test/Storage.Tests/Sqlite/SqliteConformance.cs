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
