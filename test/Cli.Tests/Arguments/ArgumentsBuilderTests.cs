using Keeper.Cli.Arguments;
using Keeper.Protocol.Validation;

namespace Keeper.Cli.Tests.Arguments;

public sealed class ArgumentsBuilderTests
{
    private readonly Faults _faults = new();

    [Theory]
    [InlineData("port=5432", """{"port":5432}""")]
    [InlineData("ratio=-0.5", """{"ratio":-0.5}""")]
    [InlineData("big=12345678901234567890", """{"big":12345678901234567890}""")]
    [InlineData("tls=true", """{"tls":true}""")]
    [InlineData("tls=True", """{"tls":"True"}""")]
    [InlineData("host=10.0.0.1", """{"host":"10.0.0.1"}""")]
    [InlineData("zip=007", """{"zip":"007"}""")]
    [InlineData("commit=1e5", """{"commit":"1e5"}""")]
    [InlineData("url=http://x/?a=b", """{"url":"http://x/?a=b"}""")]
    [InlineData("empty=", """{"empty":""}""")]
    [InlineData("expectStatus:=[200,\"2xx\"]", """{"expectStatus":[200,"2xx"]}""")]
    [InlineData("password:=\"1234\"", """{"password":"1234"}""")]
    public void Build_Pair_BecomesJson(string pair, string json)
    {
        Assert.Equal(json, ArgumentsBuilder.Build(json: null, [pair], _faults).Text);
        Assert.True(_faults.None);
    }

    [Fact]
    public void Build_QuotesAndLineBreaks_AreEscaped() =>
        Assert.Equal("a\"b\n", ArgumentsBuilder.Build(null, ["send=a\"b\n"], _faults).Parse().GetProperty("send").GetString());

    [Fact]
    public void Build_PairsOnAnObject_ReplaceAndAdd() =>
        Assert.Equal(
            """{"host":"h","port":2,"tls":true}""",
            ArgumentsBuilder.Build("""{"host":"h","port":1}""", ["port=2", "tls=true"], _faults).Text);

    [Fact]
    public void Build_NothingGiven_IsAnEmptyObject() => Assert.Equal("{}", ArgumentsBuilder.Build(null, [], _faults).Text);

    [Fact]
    public void Build_SeveralFaults_NotesEveryOne()
    {
        ArgumentsBuilder.Build("[1]", ["port", "=x", "a:={", "b=1", "b=2"], _faults);

        var faults = _faults.ByField();
        Assert.Contains("Array", Assert.Single(faults["--json-args"]));
        Assert.Collection(
            faults["--arg"],
            f => Assert.StartsWith("'port' is not name=value", f),
            f => Assert.StartsWith("'=x' is not name=value", f),
            f => Assert.StartsWith("the value of 'a' is not JSON", f),
            f => Assert.Equal("'b' is given twice", f));
    }

    [Fact]
    public void Build_DuplicateFieldInObject_IsAFault()
    {
        ArgumentsBuilder.Build("""{"a":1,"a":2}""", [], _faults);

        Assert.Equal("--json-args: the field 'a' is there twice", _faults.ToString());
    }
}
