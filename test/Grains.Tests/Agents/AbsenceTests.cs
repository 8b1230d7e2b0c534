using Keeper.Grains.Agents;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Agents;

/// <summary>No silo runs for longer than a running task may take; its report waits at the agent meanwhile.</summary>
public sealed class AbsenceTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A lease, and the grace of a late report after it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15 + 30);

    [Theory]
    [InlineData("port", 10)]
    [InlineData("command", 10)]
    [InlineData("command", 40)]
    public async Task Silo_BackAfterTheRunTimeout_TakesTheReportThatWaits(string kind, int seconds)
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await RunAsync(cluster, agent, kind);

        await cluster.RestartAsync(Hour);
        await cluster.Agent(agent.Id).CheckDueAsync();
        await cluster.PassAsync(agent, TimeSpan.FromSeconds(seconds));
        var answer = await agent.PollAsync(10, Sample.Succeeded(id));

        Assert.Equal([new Attempt(id, 1)], answer.Accepted);
        Assert.Equal(TaskState.Succeeded, (await cluster.ShowAsync(id)).State);
    }

    [Fact]
    public async Task Silo_BackAfterTheRunTimeout_EndsWhatNobodyReports()
    {
        await using var cluster = await KeeperCluster.StartAsync();
        var agent = await cluster.ConnectAsync();
        var id = await RunAsync(cluster, agent, "command");
        await cluster.RestartAsync(Hour);
        await cluster.Agent(agent.Id).CheckDueAsync();

        for (var second = 0; second < Longest.TotalSeconds; second++)
            await cluster.PassAsync(agent, TimeSpan.FromSeconds(1));

        var task = await cluster.ShowAsync(id);
        Assert.Equal(TaskState.TimedOut, task.State);
        Assert.StartsWith("outcome unknown", task.LastCause(), StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(KeeperCluster cluster, TestAgent agent, string kind)
    {
        var id = await cluster.SubmitAsync(kind == "command" ? Sample.Command() : Sample.Port());
        await agent.PollAsync();
        await agent.ReportAsync(Sample.Running(id));
        return id;
    }
}
