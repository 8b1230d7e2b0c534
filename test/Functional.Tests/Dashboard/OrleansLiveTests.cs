using Keeper.Functional.Tests.Hosting;
using Keeper.Testing;

namespace Keeper.Functional.Tests.Dashboard;

/// <summary>What changes at one silo of a cluster is seen at the other: the hints that make the dashboard live.</summary>
public sealed class OrleansLiveTests
{
    [Fact]
    public async Task Hints_WorkIsDoneAtOneSilo_ReachTheOther()
    {
        await using var state = await ServerState.CreateAsync();
        await using var second = state.Another();
        await using var a = await KeeperHost.StartAsync(new ServerOptions { State = state });
        await using var b = await KeeperHost.StartAsync(new ServerOptions { State = second });
        await a.JoinAsync("one");

        // One of several: while silos have only just met, a hint may get lost.
        var hinted = b.NextHint;
        for (var n = 0; n < 20 && !hinted.IsCompleted; n++)
            await a.Client.EndAsync(await a.Client.SubmitAsync());

        await hinted.Within("a hint at the other silo");
    }

    [Fact]
    public async Task Agent_EnrolledAtOneSilo_WorksForTheOther()
    {
        await using var state = await ServerState.CreateAsync();
        await using var second = state.Another();
        await using var a = await KeeperHost.StartAsync(new ServerOptions { State = state });
        await using var b = await KeeperHost.StartAsync(new ServerOptions { State = second });
        await a.JoinAsync("one");

        var task = await b.Client.EndAsync(await b.Client.SubmitAsync());

        Assert.Equal(task.Id, (await a.Client.GetTaskAsync(task.Id)).Id);
    }
}
