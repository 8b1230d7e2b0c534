using Keeper.Grains.Live;
using Keeper.Grains.Tests.Hosting;
using Keeper.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Keeper.Grains.Tests.Live;

public sealed class LiveHintsTests
{
    private static async Task<Recorder<LiveChange>> ListenAsync(KeeperCluster cluster)
    {
        var seen = new Recorder<LiveChange>();
        await cluster.Services.GetRequiredKeyedService<IStreamProvider>(LiveStream.Provider)
            .GetStream<LiveChange>(StreamId.Create(LiveStream.Namespace, LiveStream.Key))
            .SubscribeAsync((hint, _) =>
            {
                seen.Add(hint);
                return Task.CompletedTask;
            });
        return seen;
    }

    [Fact]
    public async Task Submit_ATask_HintsAtTasksOfTheVpc()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var seen = await ListenAsync(cluster);

        await cluster.SubmitAsync();
        cluster.Clock.Advance(TimeSpan.FromMilliseconds(250));

        await seen.FirstAsync(h => h == new LiveChange(LiveSubject.Tasks, KeeperCluster.Vpc), "the hint");
    }

    [Fact]
    public async Task Changes_ManyInASecond_AreMergedIntoAFewHints()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var seen = await ListenAsync(cluster);

        for (var i = 0; i < 40; i++)
        {
            await cluster.SubmitAsync();
            cluster.Clock.Advance(TimeSpan.FromMilliseconds(25));
        }

        cluster.Clock.Advance(TimeSpan.FromMilliseconds(250));
        await seen.FirstAsync(h => h.Subject == LiveSubject.Tasks, "a hint");
        Assert.InRange(seen.Items.Count(h => h.Subject == LiveSubject.Tasks), 1, 6);
    }
}
