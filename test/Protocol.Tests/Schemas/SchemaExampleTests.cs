using System.Text.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Protocol.Tests.Schemas;

public sealed class SchemaExampleTests
{
    [Theory]
    [InlineData("""{"examples": [{"a": 1}, {"a": 2}]}""", """{"a":1}""")]
    [InlineData("""{"properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "required": ["b"]}""", """{"b":""}""")]
    [InlineData("""{"properties": {"a": {"enum": ["x", "y"]}}, "required": ["a"]}""", """{"a":"x"}""")]
    [InlineData("""{"properties": {"a": {"type": "integer", "minimum": 5}}, "required": ["a"]}""", """{"a":5}""")]
    [InlineData("""{"properties": {"a": {"type": "integer", "default": 7}}, "required": ["a"]}""", """{"a":7}""")]
    [InlineData("""{"properties": {"a": {"type": "array", "minItems": 1, "items": {"type": "boolean"}}}, "required": ["a"]}""", """{"a":[false]}""")]
    [InlineData("true", "{}")]
    public void Of_Schema_HasEveryRequiredField(string schema, string example) =>
        Assert.Equal(example, SchemaExample.Of(SchemaReader.Read(JsonElement.Parse(schema))).Text);
}
