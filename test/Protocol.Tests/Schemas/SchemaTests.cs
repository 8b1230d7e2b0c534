using System.Text.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Schemas;

public sealed class SchemaTests
{
    [Fact]
    public void Write_WhatAReaderAsksFor_IsJsonSchema()
    {
        var schema = ObjectReader.Describe(r =>
        {
            r.Text("host", 253, required: true, about: "Host \"name\" or address.");
            r.Number("count", 1, 20, otherwise: 4);
            r.Done();
        });

        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"host":{"type":"string","description":"Host \"name\" or address.","minLength":1,"maxLength":253},"count":{"type":"integer","default":4,"minimum":1,"maximum":20}},"required":["host"],"additionalProperties":false}""",
            SchemaWriter.Write(schema).Text);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var written = SchemaWriter.Write(ObjectReader.Describe(r =>
        {
            r.Choice("method", ["GET", "PUT"], "GET");
            r.SecretText("password", 200, about: "Password.");
            r.Texts("args", 100, 8_192);
            r.Map("headers", 50, 8_192);
            r.Patterns("expect", 10);
            r.TextOrJson("body", 100, required: true);
            r.Groups("series", 50, inner => inner.Figure("max") as object);
            r.Flag("tls");
        }));

        Assert.Equal(written, SchemaWriter.Write(SchemaReader.Read(written.Parse())));
    }

    [Fact]
    public void Read_SchemaOfAPlugin_FollowsReferences()
    {
        var schema = Read("""{"properties": {"disk": {"$ref": "#/$defs/path"}}, "$defs": {"path": {"type": "string", "title": "A path"}}}""");

        var disk = Assert.Single(schema.Fields);
        Assert.Equal((SchemaTypes.Group, SchemaTypes.Text, "A path"), (schema.Types, disk.Schema.Types, disk.Schema.Description));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("""{"type": 7, "minimum": "low", "enum": 3, "required": [1], "properties": []}""")]
    [InlineData("""{"anyOf": [{"type": "string"}, {"type": "null"}]}""")]
    [InlineData("""{"$ref": "#/nowhere"}""")]
    [InlineData("""{"$ref": "https://example.org/elsewhere"}""")]
    [InlineData("""{"type": "string", "description": "half a pair: \ud800"}""")]
    public void Read_WhatIsNotUnderstood_CountsAsNotSaid(string schema) => Assert.Equal(SchemaTypes.Any, Read(schema).Types);

    [Fact]
    public void Read_SchemaThatContainsItself_Ends()
    {
        var fields = string.Join(", ", Enumerable.Range(0, 100).Select(i => $$"""  "f{{i}}": {"$ref": "#"} """));

        Assert.Equal(100, Read($$"""{"properties": { {{fields}} } }""").Fields.Count);
    }

    private static ArgumentSchema Read(string schema) => SchemaReader.Read(JsonElement.Parse(schema));
}
