using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Activations;

// The clock stands still, so nothing here ends by its deadline.
public sealed class DeadlockTests : ClusterTest
{
    private IRingGrain A => Client.GetGrain<IRingGrain>("a");

    [Fact]
    public async Task Circle_OfTwo_FailsAtOnceNamingIt()
    {
        var fault = await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => A.Around(["b", "a"]).Within("the circle"));

        Assert.Contains("waits for", fault.Message);
        Assert.Contains("ring/a", fault.Message);
        Assert.Contains("ring/b", fault.Message);
    }

    [Fact]
    public async Task Circle_OfOne_Fails() =>
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => A.Around(["a"]).Within("the circle"));

    [Fact]
    public async Task Circle_OfFive_Fails() =>
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => A.Around(["b", "c", "d", "e", "b"]).Within("the circle"));

    [Fact]
    public async Task Circle_OfTwoChains_FailsOne()
    {
        // a calls b while b calls a: neither chain alone is a circle.
        for (var i = 0; i < 50; i++)
        {
            var one = Client.GetGrain<IRingGrain>("x").Around(["y"]);
            var two = Client.GetGrain<IRingGrain>("y").Around(["x"]);
            await Task.WhenAny(Task.WhenAll(one, two), Task.WhenAll(Swallow(one), Swallow(two))).Within("both chains");
        }

        static async Task Swallow(Task task) => await Assert.ThrowsAnyAsync<Exception>(() => task);
    }

    [Fact]
    public async Task Circle_Broken_GrainsGoOn()
    {
        await Assert.ThrowsAsync<OrleansMessageRejectionException>(() => A.Around(["b", "a"]).Within("the circle"));

        Assert.Equal(1, await A.Around(["b"]).Within("a straight call"));
    }

    [Fact]
    public async Task Circle_WithCallChainReentrancy_Completes() =>
        Assert.Equal(2, await A.AroundWithReentrancy(["b", "a"]).Within("the circle"));

    [Fact]
    public async Task Chain_WithoutCircle_Completes() =>
        Assert.Equal(20, await A.Around([.. Enumerable.Range(0, 20).Select(i => $"link{i}")]).Within("the chain"));

    [Fact]
    public async Task CallBack_ThatNobodyAwaits_IsNoCircle()
    {
        var call = A.LetGo("b");
        await Gates.ReachedAsync("let go");
        await Gates.ReachedAsync("called back");

        Gates.Open("let go");
        await call.Within("the first call");

        await Gates.ReachedAsync("finished");
        Gates.Open("finished");
        Gates.Open("called back");
    }
}
