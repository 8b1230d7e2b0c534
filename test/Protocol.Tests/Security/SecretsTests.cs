using Keeper.Protocol.Security;

namespace Keeper.Protocol.Tests.Security;

public sealed class SecretsTests
{
    [Fact]
    public void NewAgentSecret_MadeTwice_NamesItsAgentAndDiffers()
    {
        var (one, two) = (Secrets.NewAgentSecret("a-1"), Secrets.NewAgentSecret("a-1"));

        Assert.True(Secrets.TryReadAgentId(one, out var agentId));
        Assert.Equal("a-1", agentId);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void NewEnrollmentToken_ReadBack_NamesItsVpcAndId()
    {
        Assert.True(Secrets.TryReadToken(Secrets.NewEnrollmentToken("vpc-a", "t7"), out var vpc, out var id));
        Assert.Equal(("vpc-a", "t7"), (vpc, id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ka.")]
    [InlineData("ka..x")]
    [InlineData("kt.a.x")]
    [InlineData("ka.a.b.c")]
    [InlineData("ka.a/b.c")]
    [InlineData("ka.A.c")]
    public void TryReadAgentId_AnythingElse_IsRefused(string text) => Assert.False(Secrets.TryReadAgentId(text, out _));

    [Fact]
    public void TryReadAgentId_TooLong_IsRefused() => Assert.False(Secrets.TryReadAgentId($"ka.a.{new string('x', 500)}", out _));

    [Fact]
    public void Hash_AnyLength_IsSha256InHex()
    {
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Secrets.Hash("abc"));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(new byte[2000].Select(_ => (byte)'x').ToArray())), Secrets.Hash(new string('x', 2000)));
    }

    [Theory]
    [InlineData("aa", "aa", true)]
    [InlineData("aa", "ab", false)]
    [InlineData("aa", "aaa", false)]
    [InlineData(null, "aa", false)]
    [InlineData(null, null, false)]
    public void SameHash_TwoHashes_OnlyIfEqual(string? left, string? right, bool same) => Assert.Equal(same, Secrets.SameHash(left, right));
}
