using Keeper.Grains.Background;
using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Keeper.Grains.Tests.Background;

public sealed class RetentionTests
{
    [Fact]
    public async Task Round_OldAndNewTasks_DeletesWhatEndedBeforeTheLimit()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var old = await cluster.SubmitAsync();
        await cluster.Task(old).CancelAsync("by admin");
        var live = await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 86_400 * 60));
        cluster.Clock.Advance(TimeSpan.FromDays(20));
        var recent = await cluster.SubmitAsync();
        await cluster.Task(recent).CancelAsync("by admin");
        cluster.Clock.Advance(TimeSpan.FromDays(11));
        var pruned = new Recorder<int>();
        cluster.Store.AfterPrune = pruned.Add;
        using var retention = new Retention(
            cluster.Store, Options.Create(new TaskOptions()), cluster.Clock, NullLogger<Retention>.Instance);

        await retention.StartAsync(CancellationToken.None);
        Assert.Equal([1], await pruned.WhenCountAsync(1));
        await retention.StopAsync(CancellationToken.None);

        Assert.Null(await cluster.Database.Tasks.FindAsync(old));
        Assert.NotNull(await cluster.Database.Tasks.FindAsync(recent));
        Assert.NotNull(await cluster.Database.Tasks.FindAsync(live));
    }
}
