using System.Text.Json;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas.Rules;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Schemas.Rules;

public sealed class ArgumentRulesReadTests
{
    [Theory]
    [InlineData("""{"$ref":"#"}""", "s.properties.x.$ref", "is not enforced by Keeper, so it must not be used; enforced are type, enum,")]
    [InlineData("""{"oneOf":[{}]}""", "s.properties.x.oneOf", "is not enforced by Keeper")]
    [InlineData("""{"patternProperties":{}}""", "s.properties.x.patternProperties", "is not enforced by Keeper")]
    [InlineData("""{"type":"text"}""", "s.properties.x.type", "is \"text\"; allowed are string, integer, number, boolean, object, array")]
    [InlineData("""{"type":[]}""", "s.properties.x.type", "must not be empty")]
    [InlineData("""{"type":7}""", "s.properties.x.type", "is 7; allowed are")]
    [InlineData("""{"enum":[]}""", "s.properties.x.enum", "must be an array with values, not an empty one")]
    [InlineData("""{"minimum":"1"}""", "s.properties.x.minimum", "must be a number, not \"1\"")]
    [InlineData("""{"minimum":5,"maximum":1}""", "s.properties.x.minimum", "and its counterpart leave nothing over: at least 5 and at most 1")]
    [InlineData("""{"exclusiveMinimum":5,"maximum":5}""", "s.properties.x.minimum", "and its counterpart leave nothing over: more than 5 and at most 5")]
    [InlineData("""{"minLength":-1}""", "s.properties.x.minLength", "must be a whole number that is not negative, not -1")]
    [InlineData("""{"maxItems":1.5}""", "s.properties.x.maxItems", "must be a whole number that is not negative, not 1.5")]
    [InlineData("""{"pattern":"("}""", "s.properties.x.pattern", "is not a regular expression")]
    [InlineData("""{"pattern":"(?=a)"}""", "s.properties.x.pattern", "needs backtracking")]
    [InlineData("""{"pattern":5}""", "s.properties.x.pattern", "must be a text of at most 500 characters, not 5")]
    [InlineData("""{"required":"a"}""", "s.properties.x.required", "must be an array of texts")]
    [InlineData("""{"required":["b"],"additionalProperties":false}""", "s.properties.x.required", "names 'b', which is not among the properties")]
    [InlineData("""{"properties":[]}""", "s.properties.x.properties", "must be an object, not an array")]
    [InlineData("""{"items":true}""", "s.properties.x.items", "must be a schema, an object, not true")]
    [InlineData("""{"additionalProperties":5}""", "s.properties.x.additionalProperties", "must be a schema, an object, not 5")]
    [InlineData("""{"type":"integer","default":"a"}""", "s.properties.x.default", "must be a whole number, not \"a\"")]
    [InlineData("""{"x-keeper-secret":true}""", "s.properties.x.x-keeper-secret", "is for values with \"type\": \"string\"")]
    [InlineData("""{"type":"string","x-keeper-secret":"yes"}""", "s.properties.x.x-keeper-secret", "must be true or false")]
    public void Read_SchemaThatIsWrong_NamesTheKeyword(string schema, string path, string message)
    {
        var fault = Assert.Single(FaultsOf($$$"""{"type":"object","properties":{"x":{{{schema}}}}}"""));

        Assert.Equal(path, fault.Field);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":"array"}""")]
    [InlineData("""{"type":["object","array"]}""")]
    public void Read_SchemaOfAnythingButAnObject_IsRefused(string schema) =>
        Assert.Equal([("s.type", "must be \"object\": arguments are one")], FaultsOf(schema));

    [Fact]
    public void Read_ManyMistakes_NamesEveryOne() => Assert.Equal(
        ["s.not", "s.properties.a.type", "s.properties.b.items.minimum"],
        FaultsOf("""{"type":"object","not":{},"properties":{"a":{"type":"x"},"b":{"items":{"minimum":null}}}}""").Select(f => f.Field));

    [Fact]
    public void Read_NestedTooDeep_IsRefused()
    {
        var schema = string.Concat(Enumerable.Repeat("""{"type":"object","additionalProperties":""", 16)) + "{}" + new string('}', 16);

        Assert.Contains("nested more than 16", Assert.Single(FaultsOf(schema)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManySchemas_IsRefused()
    {
        var properties = string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"p{i}\":{{}}"));

        Assert.Contains(FaultsOf($$$"""{"type":"object","properties":{{{{properties}}}}}"""), f => f.Message.Contains("more than 1000", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TooLong_IsRefused() => Assert.Contains(
        "allowed are at most 65536", Assert.Single(FaultsOf($$"""{"type":"object","title":"{{new string('x', 65_536)}}"}""")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"object","$ref":"#/other"}""")]
    [InlineData("not json")]
    [InlineData("true")]
    [InlineData("""{"type":"object","properties":{"\ud800":{}}}""")]
    public void TryRead_WhatCannotBeEnforced_IsNull(string schema) => Assert.Null(ArgumentRules.TryRead(new RawJson(schema)));

    private static List<(string Field, string Message)> FaultsOf(string schema)
    {
        var faults = new Faults();
        Assert.Null(ArgumentRules.Read(JsonElement.Parse(schema), "s", faults));
        return [.. faults.ByField().SelectMany(f => f.Value.Select(message => (f.Key, message)))];
    }
}
