using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tests.Validation;

public sealed class DescribingTests
{
    [Fact]
    public void Describe_Text_TellsItsLimitsAndWhatItIs() =>
        Assert.Equal(
            new ArgumentSchema { Types = SchemaTypes.Text, MinLength = 1, MaxLength = 20, Description = "A name." },
            Only(r => r.Text("it", 20, required: true, about: "A name.")).Schema);

    [Fact]
    public void Describe_RequiredField_IsRequired()
    {
        Assert.True(Only(r => r.Number("it", 1, 5, required: true)).IsRequired);
        Assert.False(Only(r => r.Number("it", 1, 5)).IsRequired);
    }

    [Fact]
    public void Describe_NumberWithADefault_TellsIt()
    {
        var schema = Only(r => r.Number("it", 1, 60_000, otherwise: 2_000)).Schema;

        Assert.Equal((SchemaTypes.Whole, 1d, 60_000d, new RawJson("2000")), (schema.Types, schema.Minimum, schema.Maximum, schema.Default));
    }

    [Fact]
    public void Describe_Choice_TellsTheWordsAndTheDefault()
    {
        var schema = Only(r => r.Choice("it", ["tcp", "udp"], "tcp")).Schema;

        Assert.Equal([new("\"tcp\""), new("\"udp\"")], schema.Choices);
        Assert.Equal(new RawJson("\"tcp\""), schema.Default);
    }

    [Fact]
    public void Describe_SecretText_MayBeATextOrTheNameOfOne()
    {
        var schema = Only(r => r.SecretText("it", 200)).Schema;

        Assert.True(schema.IsSecret);
        Assert.Equal(SchemaTypes.Text | SchemaTypes.Group, schema.Types);
        Assert.Equal("secret", Assert.Single(schema.Fields).Name);
    }

    [Fact]
    public void Describe_GroupsOfAnObject_TellTheFieldsOfEach()
    {
        var schema = Only(r => r.Groups("it", 50, ReadPair, required: true)).Schema;

        Assert.Equal((SchemaTypes.List, 1, 50), (schema.Types, schema.MinItems, schema.MaxItems));
        Assert.Equal(["a", "b"], schema.Items!.Fields.Select(f => f.Name));
        Assert.True(schema.Items.IsClosed);
    }

    [Fact]
    public void Describe_ValueLookedAtBeforeItIsRead_IsOneField()
    {
        var field = Only(r =>
        {
            r.Value("it");
            r.Flag("it", about: "Whether.");
        });

        Assert.Equal((SchemaTypes.Flag, "Whether."), (field.Schema.Types, field.Schema.Description));
    }

    [Fact]
    public void Describe_MapOfPatterns_TellsThatValuesArePatterns() =>
        Assert.True(Only(r => r.Patterns("it", 10)).Schema.Others!.IsPattern);

    private static SchemaField Only(Action<ObjectReader> read) => Assert.Single(ObjectReader.Describe(read).Fields);

    private static object? ReadPair(ObjectReader reader)
    {
        reader.Text("a", 10);
        reader.Flag("b");
        reader.Done();
        return reader.Faulty ? null : reader;
    }
}
