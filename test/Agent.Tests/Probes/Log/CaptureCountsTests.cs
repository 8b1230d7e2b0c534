using Keeper.Agent.Execution;
using Keeper.Agent.Probes;
using Keeper.Agent.Probes.Log;

namespace Keeper.Agent.Tests.Probes.Log;

public sealed class CaptureCountsTests
{
    [Fact]
    public void Note_Words_AreCountedByValue() =>
        Assert.Equal(Values(("capture.g.a", 2), ("capture.g.b", 1)), Note("a", "b", "a"));

    [Fact]
    public void Note_FewWholeNumbers_AreCountedAndSummedUp() =>
        Assert.Equal(
            Values(("capture.g.sum", 1404), ("capture.g.avg", 468), ("capture.g.min", 404), ("capture.g.max", 500), ("capture.g.404", 1), ("capture.g.500", 2)),
            Note("500", "404", "500"));

    [Fact]
    public void Note_Fractions_AreSummedUpOnly() =>
        Assert.Equal(Values(("capture.g.sum", 4), ("capture.g.avg", 2), ("capture.g.min", 1.5), ("capture.g.max", 2.5)), Note("1.5", "2.5"));

    [Fact]
    public void Note_ManyNumbers_AreMeasurementsAndNotCountedByValue() =>
        Assert.Equal(
            ["capture.g.avg", "capture.g.max", "capture.g.min", "capture.g.sum"],
            Note([.. Enumerable.Range(0, 21).Select(i => $"{i}")]).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Note_ManyValues_ShowsTheMostFrequentAndTheRestTogether()
    {
        var values = Note([.. Enumerable.Range(0, 5_000).Select(i => $"v{i:0000}"), "often", "v0001", "often"]);

        // "often" came after the last that is still told apart.
        Assert.Equal(CaptureCounts.MaxShown + 1, values.Count);
        Assert.Equal((2.0, 5_003.0), (values["capture.g.v0001"], values.Values.Sum()));
        Assert.Equal(5_003.0 - 2 - (CaptureCounts.MaxShown - 1), values["capture.g.other"]);
    }

    [Fact]
    public void Note_NotANumberAmongNumbers_IsNotSummedUp() =>
        Assert.Equal(Values(("capture.g.-", 1), ("capture.g.1", 1), ("capture.g.NaN", 1)), Note("1", "-", "NaN"));

    [Fact]
    public void Note_LongValue_IsCut() => Assert.Equal("capture.g.".Length + 60, Assert.Single(Note(new string('x', 5_000))).Key.Length);

    [Fact]
    public void Note_Nothing_GivesNoFigures() => Assert.Empty(Note());

    private static Dictionary<string, double> Values(params (string Name, double Value)[] values) => values.ToDictionary(v => v.Name, v => v.Value);

    private static IReadOnlyDictionary<string, double> Note(params string[] captured)
    {
        var counts = new CaptureCounts("g");
        foreach (var text in captured)
            counts.Take(text);
        var probe = new ProbeRun(new InstructionContext("t1", 1, TimeProvider.System));
        counts.Note(probe);
        return probe.Finish("", "").Values ?? new Dictionary<string, double>();
    }
}
