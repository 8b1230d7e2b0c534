using Keeper.Dashboard.Tasks.Model;
using Keeper.Protocol.Tasks;

namespace Keeper.Dashboard.Tests.Tasks;

public sealed class StepTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Of_Timeline_SaysHowLongEachStateLasted()
    {
        var steps = Step.Of(
        [
            new(TaskState.Created, Start, "submitted"),
            new(TaskState.Dispatching, Start.AddMilliseconds(2), "handed over", "a", 1),
            new(TaskState.Running, Start.AddMilliseconds(12), "runs", "a", 1),
        ]);

        Assert.Equal([null, TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(10)], steps.Select(s => s.SincePrevious));
    }

    [Fact]
    public void Of_SecondAttempt_IsMarkedWhereItBegins()
    {
        var steps = Step.Of(
        [
            new(TaskState.Created, Start, "submitted"),
            new(TaskState.Dispatching, Start, "handed over", "a", 1),
            new(TaskState.Created, Start, "lease lost"),
            new(TaskState.Dispatching, Start, "handed over", "b", 2),
            new(TaskState.Running, Start, "runs", "b", 2),
        ]);

        Assert.Equal([false, false, false, true, false], steps.Select(s => s.IsNewAttempt));
    }

    [Fact]
    public void PhaseOf_Phases_AreInOrderOfHappeningAndSumToAll()
    {
        var phases = Phase.Of(new Dictionary<string, double> { ["transfer"] = 10, ["own"] = 20, ["dns"] = 30, ["firstByte"] = 40 });

        Assert.Equal(["DNS", "First byte", "Transfer", "own"], phases.Select(p => p.Name));
        Assert.Equal(100, phases.Sum(p => p.Percent), 6);
    }

    [Fact]
    public void PhaseOf_NoTimeAtAll_DividesByNothing() => Assert.Equal(0, Assert.Single(Phase.Of(new Dictionary<string, double> { ["dns"] = 0 })).Percent);

    [Fact]
    public void PhaseOf_None_IsEmpty() => Assert.Empty(Phase.Of(null));
}
