using Keeper.Testing;

namespace Keeper.Repository.Tests.Testing;

public sealed class DeadlineTests
{
    [Fact]
    public async Task Within_NothingHappens_SaysWhatAndWhere()
    {
        var never = new TaskCompletionSource();

        var fault = await Assert.ThrowsAsync<DeadlineException>(() => never.Task.Within("a miracle", TimeSpan.FromMilliseconds(1)));

        Assert.Matches(@"a miracle at DeadlineTests\.cs:\d+", fault.Message);
    }

    [Fact]
    public async Task Within_TaskFails_PassesItsFaultOn()
    {
        var failing = Task.FromException<int>(new IOException("disk"));

        await Assert.ThrowsAsync<IOException>(() => failing.Within("an answer"));
    }

    [Fact]
    public async Task WhenCount_ItemsFromManyThreads_SeesThemAll()
    {
        var recorder = new Recorder<int>();
        var all = recorder.WhenCountAsync(100);

        Parallel.For(0, 100, recorder.Add);

        Assert.Equal(Enumerable.Range(0, 100), (await all).Order());
    }
}
