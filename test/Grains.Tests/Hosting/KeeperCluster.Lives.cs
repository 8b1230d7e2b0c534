using Orleans;
using Orleans.Runtime;

namespace Keeper.Grains.Tests.Hosting;

// What else can become of a silo, a grain and the data.
internal sealed partial class KeeperCluster
{
    private const string Leave = "leave memory after this call";

    /// <summary>Takes a grain out of memory; its next call is answered by an activation that has read everything again.</summary>
    public static async Task ReloadAsync(Func<Task> call)
    {
        RequestContext.Set(Leave, true);
        try
        {
            await call();
        }
        finally
        {
            RequestContext.Remove(Leave);
        }
    }

    /// <summary>A second silo on the same store; the first one stands still, and can still be called and write.</summary>
    public Task<FormerSilo> LeaveBehindAsync() => LeaveBehindAsync(ended: null);

    /// <summary>A second silo in an epoch of its own; the first one stands still, its term is over.</summary>
    public async Task<FormerSilo> TakeOverAsync()
    {
        var ended = Database;
        await OpenAsync();
        return await LeaveBehindAsync(ended);
    }

    /// <summary>Whether silos take turns on this data, so that <see cref="TakeOverAsync"/> makes sense.</summary>
    public bool HasTerms => _data is PostgreSqlData;

    public async Task<byte[]> BackUpAsync()
    {
        var backup = new MemoryStream();
        await Database.BackUpAsync(backup);
        return backup.ToArray();
    }

    /// <summary>Stops the silo, replaces all data by those of a backup, and starts another.</summary>
    public async Task RestoreAsync(byte[] backup)
    {
        var incarnation = Database.Incarnation;
        await _cluster.DisposeAsync();
        await Database.DisposeAsync();
        await _data.RestoreAsync(new MemoryStream(backup));
        await OpenAsync();
        Assert.NotEqual(incarnation, Database.Incarnation);
        await DeployAsync();
    }

    private async Task<FormerSilo> LeaveBehindAsync(Keeper.Storage.Store? ended)
    {
        _siloClock.Stop();
        var former = new FormerSilo(_cluster, _siloClock, ended);
        await DeployAsync();
        return former;
    }

    private static async Task LeaveMemoryAsync(IIncomingGrainCallContext call)
    {
        await call.Invoke();
        if (RequestContext.Get(Leave) is true && call.Grain is IGrainBase grain)
            grain.DeactivateOnIdle();
    }
}
