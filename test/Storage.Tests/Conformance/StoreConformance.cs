using Keeper.Storage.Sql;
using Keeper.Storage.Tasks;
using Keeper.Storage.Vpcs;

namespace Keeper.Storage.Tests.Conformance;

/// <summary>What every provider has to do alike. A provider joins by a class for each suite that opens its store.</summary>
public abstract class StoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 30, 0, 123, 456, TimeSpan.Zero);

    private OpenStore? _open;

    internal Store Store => _open!.Store;

    internal ISqlDatabase Sql => _open!.Database;

    protected ITaskStore Tasks => Store.Tasks;

    public async Task InitializeAsync() => _open = await OpenAsync();

    public async Task DisposeAsync() => await _open!.DisposeAsync();

    internal abstract Task<OpenStore> OpenAsync();

    protected Task<VpcRow> PutVpcAsync(string name = "vpc-a") => Store.Vpcs.PutAsync(new VpcRow(name, "", "{}", Now));

    protected async Task InsertAsync(params TaskRow[] rows)
    {
        var result = await Tasks.WriteAsync(rows, []);
        Assert.All(result.Inserted, Assert.True);
    }

    protected async Task<bool> ChangeAsync(TaskChange change) => (await Tasks.WriteAsync([], [change])).Changed[0];
}
