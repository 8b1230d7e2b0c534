using System.Net;
using Keeper.Grains.Background;

namespace Keeper.Grains.Tests.Background;

public sealed class EgressTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.0.0.5", true)]
    [InlineData("169.253.1.1", true)]
    [InlineData("169.254.169.254", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("::1", true)]
    [InlineData("fd00::5", true)]
    public void IsAllowed_EachAddress_AllButLinkLocal(string address, bool expected) =>
        Assert.Equal(expected, Egress.IsAllowed(IPAddress.Parse(address)));

    [Fact]
    public async Task Handler_LinkLocalTarget_IsRefusedBeforeConnecting()
    {
        using var client = new HttpClient(Egress.Handler(allowLinkLocal: false));

        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://169.254.169.254/")));

        Assert.Contains("link-local", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, 5)]
    [InlineData(2, 0, 10)]
    [InlineData(2, 1, 7.5)]
    [InlineData(30, 0, 3600)]
    public void After_MoreTries_DoublesUpToAnHour(int tries, double chance, double seconds) =>
        Assert.Equal(seconds, RetryPauses.After(tries, chance).TotalSeconds);
}
