using Keeper.Agent.Instructions;

namespace Keeper.Agent.Tests.Instructions;

public sealed class ActiveAttemptTests
{
    [Fact]
    public void Stop_AfterItsEnd_DoesNothing()
    {
        var attempt = new ActiveAttempt(RunningAgent.Instruction("t1"), incarnation: null);
        attempt.Dispose();

        attempt.Stop(StopCause.Disowned);

        Assert.Equal(StopCause.Ended, attempt.Cause);
    }

    [Fact]
    public void Dispose_WhileItIsStopped_LeavesTheTokenUsable()
    {
        var attempt = new ActiveAttempt(RunningAgent.Instruction("t1"), incarnation: null);
        attempt.Stop(StopCause.Shutdown);

        attempt.Dispose();

        Assert.NotEqual(default, attempt.Stopped);
        Assert.Equal(StopCause.Shutdown, attempt.Cause);
    }
}
