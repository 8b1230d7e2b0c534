using Keeper.Grains.Tasks;
using Keeper.Grains.Tests.Hosting;
using Keeper.Protocol.Tasks;

namespace Keeper.Grains.Tests.Tasks;

public sealed class TimelineTests
{
    [Fact]
    public void Append_AnEntry_IsInTheWiresOwnForm()
    {
        var timeline = Timeline.Append(
            Timeline.Begin(Timeline.Entry(TaskState.Created, Rows.Now, "accepted")),
            Timeline.Entry(TaskState.Dispatching, Rows.Now, "leased to agent \"one\"", "a1", 2));

        Assert.Equal(
            """[{"state":"CREATED","at":"2030-01-01T12:00:00Z","cause":"accepted"},{"state":"DISPATCHING","at":"2030-01-01T12:00:00Z","cause":"leased to agent \u0022one\u0022","agentId":"a1","attempt":2}]""",
            timeline);
    }

    [Fact]
    public void Entry_OfALongCause_IsCut()
    {
        var entry = Timeline.Read(Timeline.Begin(Timeline.Entry(TaskState.Failed, Rows.Now, new string('x', 5_000))));

        Assert.Equal(Timeline.MaxCauseLength, Assert.Single(entry).Cause.Length);
    }

    [Fact]
    public void Append_WithoutEnd_KeepsTheBeginningAndTheEnd()
    {
        var timeline = Timeline.Begin(Timeline.Entry(TaskState.Created, Rows.Now, "accepted"));
        for (var i = 0; i < 1_000; i++)
            timeline = Timeline.Append(timeline, Timeline.Entry(TaskState.Created, Rows.Now, $"lost {i}"));

        Assert.InRange(timeline.Length, 1, Timeline.MaxLength);
        var entries = Timeline.Read(timeline);
        Assert.Equal("accepted", entries[0].Cause);
        Assert.Equal("lost 999", entries[^1].Cause);
    }

    [Theory]
    [InlineData(-3_600, 0)]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    public void NotBefore_ClockSetBack_StaysAtTheLastEntry(int seconds, int expected)
    {
        var timeline = Timeline.Append(
            Timeline.Begin(Timeline.Entry(TaskState.Created, Rows.Now.AddHours(-9), "accepted")),
            Timeline.Entry(TaskState.Dispatching, Rows.Now, """said "at":"2040-01-01T00:00:00Z" """));

        Assert.Equal(Rows.Now.AddSeconds(expected), Timeline.NotBefore(timeline, Rows.Now.AddSeconds(seconds)));
    }
}
