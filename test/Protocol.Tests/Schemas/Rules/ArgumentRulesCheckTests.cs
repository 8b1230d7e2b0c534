using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Schemas.Rules;

public sealed class ArgumentRulesCheckTests
{
    [Theory]
    [InlineData("""{"type":"string"}""", "5", "must be a text, not 5")]
    [InlineData("""{"type":"integer"}""", "1.5", "must be a whole number, not 1.5")]
    [InlineData("""{"type":["integer","string"]}""", "true", "must be a text or a whole number, not true")]
    [InlineData("""{"type":"number"}""", "null", "must be a number, not null")]
    [InlineData("""{"type":"array"}""", "{}", "must be an array, not an object")]
    [InlineData("""{"type":"boolean"}""", "\"yes\"", "must be true or false, not \"yes\"")]
    [InlineData("""{"enum":["a",1]}""", "\"b\"", "is \"b\"; allowed are \"a\", 1")]
    [InlineData("""{"const":7}""", "8", "is 8; allowed are 7")]
    [InlineData("""{"minimum":1,"maximum":5}""", "6", "is 6; allowed is at least 1 and at most 5")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "is 1; allowed is more than 1")]
    [InlineData("""{"maximum":9,"exclusiveMaximum":5}""", "5", "is 5; allowed is less than 5")]
    [InlineData("""{"minLength":1}""", "\"\"", "must not be empty")]
    [InlineData("""{"maxLength":2}""", "\"abc\"", "has 3 characters; allowed are at most 2")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"A\"", "is 'A'; it must match ^[a-z]+$")]
    [InlineData("""{"minItems":2}""", "[1]", "has 1 elements; allowed are at least 2")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "has 2 elements; allowed are at most 1")]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"b":2}""", "has 2 entries; allowed are at least 0 and at most 1")]
    [InlineData("""{"type":"string","x-keeper-secret":true}""", """{"secret":"Not A Name"}""", "must be a text, not an object")]
    [InlineData("""{"type":"string","x-keeper-secret":true}""", """{"secret":"db","more":1}""", "must be a text, not an object")]
    [InlineData("""{"type":"string"}""", """{"secret":"db"}""", "must be a text, not an object")]
    public void Check_ValueThatDoesNotFit_SaysWhyByItsPath(string schema, string value, string message) =>
        Assert.Equal([("arguments.x", message)], FaultsOf(Field(schema), $$"""{"x":{{value}}}"""));

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"integer"}""", "1e3")]
    [InlineData("""{"type":"number"}""", "3")]
    [InlineData("""{"maxLength":1}""", "\"\\ud83d\\ude00\"")]
    [InlineData("""{"pattern":"b"}""", "\"abc\"")]
    [InlineData("""{"minLength":3}""", "1")]
    [InlineData("""{"enum":[{"a":[1]}]}""", """{ "a": [1.0] }""")]
    [InlineData("""{"type":"string","format":"date","x-unit":"days"}""", "\"whatever\"")]
    [InlineData("""{"type":"string","minLength":50,"x-keeper-secret":true}""", """{"secret":"db-password"}""")]
    [InlineData("{}", "null")]
    public void Check_ValueThatFits_IsNoFault(string schema, string value) =>
        Assert.Empty(FaultsOf(Field(schema), $$"""{"x":{{value}}}"""));

    [Fact]
    public void Check_ManyMistakes_NamesEveryOne()
    {
        var faults = FaultsOf(
            """
            {"type":"object","required":["host","port"],"additionalProperties":false,"properties":{
              "host":{"type":"string"},"port":{"type":"integer","minimum":1,"maximum":65535},
              "tags":{"type":"array","items":{"type":"string"}},
              "headers":{"type":"object","additionalProperties":{"type":"string"}}}}
            """,
            """{"port":0,"prot":1,"tags":["a",2,3],"headers":{"A":"x","B":5}}""");

        Assert.Equal(
            ["arguments.headers.B", "arguments.host", "arguments.port", "arguments.prot", "arguments.tags[1]", "arguments.tags[2]"],
            faults.Select(f => f.Field));
        Assert.Contains(("arguments.prot", "is not known here; known are host, port, tags, headers"), faults);
        Assert.Contains(("arguments.host", "is required"), faults);
    }

    [Fact]
    public void Check_ArgumentsThatAreNoObject_SaysSo() =>
        Assert.Equal([("arguments", "must be an object, not an array")], FaultsOf("""{"type":"object"}""", "[]"));

    [Fact]
    public void Check_TextThatIsNoUnicode_IsAFaultAndNotAnException() =>
        Assert.Equal([("arguments", "holds a text that is not valid Unicode")], FaultsOf(Field("""{"minLength":1}"""), """{"x":"\ud800"}"""));

    [Fact]
    public void Check_PatternThatWouldBacktrackForEver_IsDoneInTime()
    {
        var text = new string('a', 50_000);

        Assert.Equal("arguments.x", Assert.Single(FaultsOf(Field("""{"pattern":"^(a+)+$"}"""), $$"""{"x":"{{text}}!"}""")).Field);
    }

    private static string Field(string schema) => $$$"""{"type":"object","properties":{"x":{{{schema}}}}}""";

    private static List<(string Field, string Message)> FaultsOf(string schema, string arguments)
    {
        var rules = ArgumentRules.TryRead(new RawJson(schema));
        Assert.NotNull(rules);
        var faults = new Faults();
        rules.Check(JsonElement.Parse(arguments), "arguments", faults);
        return [.. faults.ByField().SelectMany(f => f.Value.Select(message => (f.Key, message)))];
    }
}
