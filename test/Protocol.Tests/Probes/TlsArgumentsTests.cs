using System.Security.Authentication;
using Keeper.Protocol.Probes;

namespace Keeper.Protocol.Tests.Probes;

public sealed class TlsArgumentsTests
{
    [Fact]
    public void Read_OnlyWhatIsRequired_AsksForTheHostsName()
    {
        var tls = Arguments.Read<TlsArguments>("tls", """{"host":"app.test","port":443}""");

        Assert.Equal(("app.test", 443, "app.test", null, 5000), (tls.Host, tls.Port, tls.ServerName, tls.MinDays, tls.TimeoutMs));
    }

    [Fact]
    public void Read_Everything_IsTaken()
    {
        var tls = Arguments.Read<TlsArguments>("tls", """{"host":"10.0.0.5","port":8443,"serverName":"app.test","minDays":14,"minVersion":"1.3","timeoutMs":100}""");

        Assert.Equal(("10.0.0.5", 8443, "app.test", 14, SslProtocols.Tls13, 100), (tls.Host, tls.Port, tls.ServerName, tls.MinDays, tls.MinVersion, tls.TimeoutMs));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachWithValueAndLimit()
    {
        var faults = Arguments.FaultsOf("tls", """{"host":"a b","port":0,"serverName":"c d","minDays":3651,"timeoutMs":0,"minVersion":"1.1","name":"x"}""");

        Assert.Equal(
            ["arguments.host", "arguments.minDays", "arguments.minVersion", "arguments.name", "arguments.port", "arguments.serverName", "arguments.timeoutMs"],
            faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("'c d' is neither a host name nor an address", Assert.Single(faults["arguments.serverName"]));
    }
}
