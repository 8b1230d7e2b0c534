using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Tasks;

/// <summary>
/// Everything that can go wrong, in any order, by a fixed seed: lost answers, silent and restarted agents, clean
/// shutdowns, restarted silos, failing writes. In the end every task has ended, and each ran once for each attempt that it says it had.
/// </summary>
public sealed class AdversityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Tasks_FailuresInAnyOrder_EndOnceEach(int seed)
    {
        var chance = new Random(seed);
        await using var cluster = await KeeperCluster.StartAsync();
        List<TestAgent> agents = [];
        for (var i = 0; i < 3; i++)
            agents.Add(await cluster.ConnectAsync($"agent{i}"));
        HashSet<string> submitted = [];
        Dictionary<Attempt, int> ended = [];

        for (var step = 0; step < 150; step++)
        {
            var agent = agents[chance.Next(agents.Count)];
            switch (chance.Next(12))
            {
                case 0 or 1:
                    submitted.Add(await cluster.SubmitAsync(Sample.Port(expireAfterSeconds: 86_400)));
                    break;
                case 2:
                    agent.Forget();
                    break;
                case 3:
                    agent.Restart();
                    break;
                case 4:
                    await cluster.PassAsync(agent, TimeSpan.FromSeconds(chance.Next(1, 20)));
                    break;
                case 5 when chance.Next(4) == 0:
                    await cluster.RestartAsync();
                    break;
                case 6 when chance.Next(3) == 0:
                    await agent.ByeAsync();
                    break;
                case 7:
                    await FailAsync(cluster, agent);
                    break;
                default:
                    await WorkAsync(agent, ended, chance.Next(4));
                    break;
            }
        }

        await FinishAsync(cluster, agents, submitted, ended);

        foreach (var id in submitted)
        {
            var task = await cluster.ShowAsync(id);
            Assert.Equal(TaskState.Succeeded, task.State);
            Assert.Equal(1, task.States().Count(s => s.IsTerminal()));
            Assert.Equal(1, ended.Where(e => e.Key.TaskId == id).Sum(e => e.Value));
            Assert.Equal(1, ended[new Attempt(id, task.Attempt)]);
        }
    }

    /// <summary>Takes what there is, and reports the end of what it had; notes which ends were accepted for the first time.</summary>
    private static async Task WorkAsync(TestAgent agent, Dictionary<Attempt, int> ended, int capacity)
    {
        var reports = agent.Running.Select(r => Sample.Succeeded(r.TaskId, r.Number)).ToArray();
        var answer = await agent.PollAsync(capacity, reports);
        Assert.Equal(reports.Length, answer.Accepted.Count + answer.Refused.Count);
        foreach (var attempt in answer.Accepted)
            ended[attempt] = ended.GetValueOrDefault(attempt) + 1;
    }

    private static async Task FailAsync(KeeperCluster cluster, TestAgent agent)
    {
        cluster.Store.BeforeWrite = () => throw new Storage.StoreUnavailableException("the disk is full");
        try
        {
            await agent.PollAsync(3);
        }
        catch (Storage.StoreUnavailableException)
        {
            // What the test is about: nothing may have changed. The end of the test checks that.
            agent.Forget();
        }
        finally
        {
            cluster.Store.BeforeWrite = null;
        }
    }

    private static async Task FinishAsync(
        KeeperCluster cluster, List<TestAgent> agents, HashSet<string> submitted, Dictionary<Attempt, int> ended)
    {
        for (var round = 0; round < 50; round++)
        {
            foreach (var agent in agents)
                await WorkAsync(agent, ended, 100);
            await cluster.VpcGrain().CheckDueAsync();
            if ((await cluster.Database.Tasks.CountAsync(null)).GetValueOrDefault((int)TaskState.Succeeded) == submitted.Count)
                return;
            cluster.Clock.Advance(TimeSpan.FromSeconds(4));
        }
    }
}
