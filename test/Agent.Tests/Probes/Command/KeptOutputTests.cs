using System.Text;
using Keeper.Agent.Probes.Command;

namespace Keeper.Agent.Tests.Probes.Command;

public sealed class KeptOutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public void ToString_WithinTheLimit_IsAllOfIt(int piece) => Assert.Equal("0123456789", Keep(10, "0123456789", piece).ToString());

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(100)]
    public void ToString_TooMuch_IsBeginningAndEndAndSaysWhatWasCut(int piece)
    {
        var kept = Keep(6, "abcdefghijklmnop", piece);

        Assert.True(kept.IsCut);
        Assert.Equal("abc\n… 10 bytes cut, 6 of 16 kept …\nnop", kept.ToString());
    }

    [Fact]
    public void ToString_LimitOfOneByte_KeepsTheFirst() => Assert.StartsWith("a\n… 2 bytes cut", Keep(1, "abc", 1).ToString(), StringComparison.Ordinal);

    private static KeptOutput Keep(int limit, string text, int piece)
    {
        var kept = new KeptOutput(limit);
        foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(piece))
            kept.Keep(part);
        return kept;
    }
}
