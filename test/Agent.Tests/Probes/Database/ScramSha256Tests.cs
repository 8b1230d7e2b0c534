using Keeper.Agent.Probes.Database;

namespace Keeper.Agent.Tests.Probes.Database;

/// <summary>Against the example of RFC 7677, section 3.</summary>
public sealed class ScramSha256Tests
{
    private const string ServerFirst = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    [Fact]
    public void ClientFinal_ExampleOfTheRfc_HasItsProof()
    {
        var scram = new ScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");

        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", scram.ClientFirst);
        Assert.Equal(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            scram.ClientFinal(ServerFirst));
    }

    [Fact]
    public void Verify_ServerThatKnowsThePassword_IsProved()
    {
        var scram = new ScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
        scram.ClientFinal(ServerFirst);

        scram.Verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

        Assert.True(scram.IsProved);
    }

    [Theory]
    [InlineData("v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    [InlineData("v=")]
    [InlineData("e=other-error")]
    [InlineData("")]
    public void Verify_AnythingElse_IsNoProof(string final)
    {
        var scram = new ScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
        scram.ClientFinal(ServerFirst);

        Assert.Throws<DatabaseFault>(() => scram.Verify(final));
        Assert.False(scram.IsProved);
    }

    [Fact]
    public void Verify_BeforeTheChallenge_IsNoProof() =>
        Assert.Throws<DatabaseFault>(() => new ScramSha256("user", "pencil").Verify("v="));

    [Theory]
    [InlineData("")]
    [InlineData("r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=0")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=%%%,i=4096")]
    public void ClientFinal_ChallengeThatIsNone_IsRefused(string challenge) =>
        Assert.Throws<DatabaseFault>(() => new ScramSha256("user", "pencil", "rOprNGfwEbeRWgbNEkqO").ClientFinal(challenge));

    [Fact]
    public void ClientFirst_NameWithTheSigns_HasThemWritten() =>
        Assert.Equal("n,,n=a=2Cb=3Dc,r=x", new ScramSha256("a,b=c", "pencil", "x").ClientFirst);
}
