using System.Security.Cryptography.X509Certificates;
using Keeper.Agent.Probes.Tls;

namespace Keeper.Agent.Tests.Probes.Tls;

public sealed class ServedChainTests
{
    private static readonly ServedCertificate Leaf = new("CN=a.test", "CN=Root", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
    private static readonly ServedCertificate Root = new("CN=Root", "CN=Root", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    [Theory]
    [InlineData(X509ChainStatusFlags.NoError, "")]
    [InlineData(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.RevocationStatusUnknown, "")]
    [InlineData(X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotTimeValid, "the root CN=Root is not trusted here")]
    [InlineData(X509ChainStatusFlags.PartialChain, "the issuer CN=Root is not known here, and the server does not send it")]
    [InlineData(X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid, "the root CN=Root is not trusted here; NotSignatureValid")]
    public void TrustFaults_EachStatus_SaysWhatIsAboutTrust(X509ChainStatusFlags status, string faults) =>
        Assert.Equal(faults, new ServedChain([Leaf, Root], "a.test", IsForName: true, status).TrustFaults());
}
