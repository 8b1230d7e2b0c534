using Keeper.Agent.Probes.Log;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Log;

public sealed class KeyedTurnsTests
{
    private readonly KeyedTurns _turns = new();

    [Fact]
    public async Task Enter_KeyIsHeld_WaitsForItsEnd()
    {
        var first = await _turns.EnterAsync("a", Deadline.Token());
        var second = _turns.EnterAsync("a", Deadline.Token());
        Assert.False(second.IsCompleted);

        first.Dispose();

        (await second.Within("the second turn")).Dispose();
        Assert.Equal(0, _turns.Count);
    }

    [Fact]
    public async Task Enter_OtherKey_DoesNotWait()
    {
        using var first = await _turns.EnterAsync("a", Deadline.Token());
        using var second = await _turns.EnterAsync("b", Deadline.Token()).Within("the turn");

        Assert.Equal(2, _turns.Count);
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesNothingBehind()
    {
        using var cancel = new CancellationTokenSource();
        var first = await _turns.EnterAsync("a", Deadline.Token());
        var second = _turns.EnterAsync("a", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Within("the end of the wait"));
        first.Dispose();
        Assert.Equal(0, _turns.Count);
    }
}
