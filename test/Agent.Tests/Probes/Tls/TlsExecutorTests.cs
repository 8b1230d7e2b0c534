using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Tls;
using Keeper.Protocol.Tasks;
using Keeper.Testing;

namespace Keeper.Agent.Tests.Probes.Tls;

/// <summary>The verdict on chains, each wrong in one way.</summary>
public sealed class TlsExecutorTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly X509Certificate2 _root = Certificates.Issue("Test Root", Now.AddYears(-1), Now.AddYears(1));

    [Fact]
    [Trait("Target", "success")]
    public async Task Run_GoodChain_SucceedsWithVersionDaysAndNames()
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(40.5), _root);
        await using var peer = TlsPeer.Showing(certificate);

        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test", minDays = 30 });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Matches($@"^127\.0\.0\.1:{peer.Port} speaks TLS 1\.[23] \(TLS_\w+\); the chain for keeper\.test is good for 40 days \(until ", result.Message);
        Assert.Equal(5, result.Assertions.Count);
        Assert.Contains("CN=keeper.test, issued by CN=Test Root, valid from", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"^TLS 1\.[23], TLS_\w+\nnames: keeper\.test\n", result.Output);
        Assert.Equal(["connect", "dns", "tls"], result.Phases!.Keys.Order());
        Assert.Equal(40, result.Values!["certificateDays"]);
    }

    [Theory]
    [InlineData(SslProtocols.Tls13, "1.3", true)]
    [InlineData(SslProtocols.Tls13, "1.2", true)]
    [InlineData(SslProtocols.Tls12, "1.2", true)]
    [InlineData(SslProtocols.Tls12, "1.3", false)]
    public async Task Run_OldestVersionThatIsGood_IsHeldAgainstWhatWasAgreedOn(SslProtocols spoken, string minVersion, bool good)
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(40), _root);
        await using var peer = TlsPeer.Showing(certificate, spoken);

        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test", minVersion });

        var actual = spoken == SslProtocols.Tls13 ? "TLS 1.3" : "TLS 1.2";
        Assert.Equal(new Assertion($"version is at least TLS {minVersion}", good, actual), result.Assertions[0]);
        Assert.Equal(good ? Outcome.Success : Outcome.TargetFailed, result.Outcome);
    }

    [Fact]
    public async Task Run_RootEndsBeforeTheCertificate_CountsTheEarliest()
    {
        using var root = Certificates.Issue("Old Root", Now.AddYears(-1), Now.AddDays(9.5));
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(40), root);
        await using var peer = TlsPeer.Showing(certificate);

        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test", minDays = 30 }, root);

        Assert.Equal(
            $"expected: every certificate is valid for at least 30 days; found: 9 days (CN=Old Root, until {Now.AddDays(9.5):yyyy-MM-dd})", result.Message);
        Assert.Equal(9, result.Values!["certificateDays"]);
    }

    [Fact]
    public async Task Run_RootEndsBeforeTheCertificate_NamesTheOneThatEndsFirst()
    {
        using var root = Certificates.Issue("Old Root", Now.AddYears(-1), Now.AddDays(9.5));
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(40), root);
        await using var peer = TlsPeer.Showing(certificate);

        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test" }, root);

        Assert.EndsWith($" is good for 9 days (until {Now.AddDays(9.5):yyyy-MM-dd}, when CN=Old Root ends)", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Expired_SaysOnlyThat()
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-20), Now.AddDays(-3), _root);

        var failed = await FailedAsync(certificate, "keeper.test");

        Assert.Equal(new Assertion("no certificate has expired", false, $"CN=keeper.test expired on {Now.AddDays(-3):yyyy-MM-dd}"), failed);
    }

    [Fact]
    public async Task Run_NotYetValid_SaysOnlyThat()
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(3), Now.AddDays(20), _root);

        var failed = await FailedAsync(certificate, "keeper.test");

        Assert.Equal(new Assertion("every certificate is valid already", false, $"CN=keeper.test is valid from {Now.AddDays(3):yyyy-MM-dd}"), failed);
    }

    [Fact]
    public async Task Run_AnotherName_SaysOnlyThatWithTheNamesItIsFor()
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(20), _root);

        var failed = await FailedAsync(certificate, "other.test");

        Assert.Equal(new Assertion("the certificate is for other.test", false, "keeper.test"), failed);
    }

    [Fact]
    public async Task Run_IssuerUnknown_SaysOnlyThat()
    {
        using var stranger = Certificates.Issue("Stranger", Now.AddYears(-1), Now.AddYears(1));
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(20), stranger);

        var failed = await FailedAsync(certificate, "keeper.test");

        Assert.Equal(new Assertion("the chain is trusted", false, "the issuer CN=Stranger is not known here, and the server does not send it"), failed);
    }

    [Fact]
    public async Task Run_SelfSigned_SaysSoByTheHostsOwnRoots()
    {
        using var certificate = Certificates.SelfSigned();
        await using var peer = TlsPeer.Showing(certificate);

        var result = await Probe.RunAsync(new TlsExecutorFactory(), new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test" }).Within("the probe");

        Assert.Equal((Outcome.TargetFailed, "expected: the chain is trusted; found: CN=keeper.test is its own issuer"), (result.Outcome, result.Message));
    }

    public void Dispose() => _root.Dispose();

    private async Task<Assertion> FailedAsync(X509Certificate2 certificate, string name)
    {
        await using var peer = TlsPeer.Showing(certificate);
        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = name });
        Assert.Equal(Outcome.TargetFailed, result.Outcome);
        return Assert.Single(result.Assertions, a => !a.Passed);
    }

    private Task<TaskResult> RunAsync(object arguments, X509Certificate2? root = null) =>
        Probe.RunAsync(new TlsExecutorFactory([root ?? _root]), arguments).Within("the probe");
}
