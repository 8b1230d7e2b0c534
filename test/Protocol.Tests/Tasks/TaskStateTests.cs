using Keeper.Protocol.Tasks;

namespace Keeper.Protocol.Tests.Tasks;

public sealed class TaskStateTests
{
    [Fact]
    public void Word_EveryState_IsReadBack()
    {
        Assert.Equal(["CREATED", "DISPATCHING", "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "EXPIRED"], TaskStates.All);
        foreach (var state in Enum.GetValues<TaskState>())
            Assert.True(TaskStates.TryParse(state.Word().ToLowerInvariant(), out var again) && again == state);
        Assert.False(TaskStates.TryParse("DONE", out _));
    }

    [Fact]
    public void IsTerminal_EachState_OnlyOfTheLastFive() =>
        Assert.Equal(["CREATED", "DISPATCHING", "RUNNING"], Enum.GetValues<TaskState>().Where(s => !s.IsTerminal()).Select(s => s.Word()));
}
