using Keeper.Protocol.Probes;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Validation;

/// <summary>Where arguments may name a secret of the agent instead of holding it.</summary>
public sealed class SecretReferenceTests
{
    [Fact]
    public void Read_SecretsInHeadersAndBody_StandForTextsThatNobodyKnowsHere()
    {
        var http = Arguments.Read<HttpArguments>(
            "http", """{"url":"http://a","method":"POST","headers":{"Authorization":{"secret":"api"},"X-A":"1"},"body":{"secret":"b"}}""");

        Assert.Equal((ObjectReader.UnknownSecret, "1", ObjectReader.UnknownSecret), (http.Headers!["Authorization"], http.Headers["X-A"], http.Body));
    }

    [Fact]
    public void Read_SecretsOfACommand_AreTakenForInputAndVariables()
    {
        var command = Arguments.Read<CommandArguments>(
            "command", """{"file":"/bin/a","stdin":{"secret":"in"},"environment":{"PGPASSWORD":{"secret":"db"}}}""");

        Assert.Equal((ObjectReader.UnknownSecret, ObjectReader.UnknownSecret), (command.Stdin, command.Environment["PGPASSWORD"]));
    }

    [Theory]
    [InlineData("http", """{"url":{"secret":"a"}}""", "arguments.url")]
    [InlineData("http", """{"url":"http://a","headers":{"X":{"secret":"A b"}}}""", "arguments.headers.X.secret")]
    [InlineData("http", """{"url":"http://a","headers":{"X":{"secret":"a","also":1}}}""", "arguments.headers.X.also")]
    [InlineData("http", """{"url":"http://a","headers":{"X":{}}}""", "arguments.headers.X.secret")]
    [InlineData("http", """{"url":"http://a","headers":{"secret":{"secret":1}}}""", "arguments.headers.secret.secret")]
    [InlineData("command", """{"file":"/bin/a","args":[{"secret":"a"}]}""", "arguments.args[0]")]
    [InlineData("port", """{"host":"h","port":1,"send":{"secret":""}}""", "arguments.send.secret")]
    public void Read_WhereNoSecretIsTakenOrItIsNone_IsAFaultOfThatField(string kind, string json, string field) =>
        Assert.Equal([field], Arguments.FaultsOf(kind, json).Keys);
}
