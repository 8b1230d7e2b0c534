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
    public async Task Run_GoodChain_SucceedsWithVersionDaysAndNames()
    {
        using var certificate = Certificates.Issue("keeper.test", Now.AddDays(-1), Now.AddDays(40.5), _root);
        await using var peer = TlsPeer.Showing(certificate);

        var result = await RunAsync(new { host = "127.0.0.1", port = peer.Port, serverName = "keeper.test", minDays = 30 });

        Assert.Equal(Outcome.Success, result.Outcome);
        Assert.Matches($@"^127\.0\.0\.1:{peer.Port} speaks TLS 1\.[23]; the chain for keeper\.test is good for 40 days \(until ", result.Message);
        Assert.Equal(5, result.Assertions.Count);
        Assert.Contains("CN=keeper.test, issued by CN=Test Root, valid from", result.Output, StringComparison.Ordinal);
        Assert.Equal(["connect", "dns", "tls"], result.Phases!.Keys.Order());
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
