using Keeper.Storage.Sql;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>A store of a test, its database, and what has to go after it.</summary>
internal sealed class OpenStore(Store store, ISqlDatabase database, params IDisposable[] after) : IAsyncDisposable
{
    public Store Store => store;

    public ISqlDatabase Database => database;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        foreach (var thing in after)
        {
            thing.Dispose();
        }
    }
}
