using System.Text.Json.Nodes;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>A value among arguments while it is being written. What it is edited with follows from its schema.</summary>
public abstract class ArgumentField(ArgumentSchema schema)
{
    // A text that may be this long is seldom one line.
    private const int LongText = 4_096;

    public ArgumentSchema Schema => schema;

    /// <summary>A value that could stand here, shown while none does.</summary>
    public string Hint { get; set; } = "";

    /// <summary>Whether there is something to send.</summary>
    public abstract bool IsGiven { get; }

    /// <summary>Shows a value; <see langword="false"/> when it has another shape than what is edited here.</summary>
    public abstract bool TryLoad(JsonNode value);

    /// <summary>The value to send; <see langword="null"/> for none.</summary>
    /// <param name="path">Path of the value, for faults.</param>
    /// <param name="always">Whether it must be sent though it is empty: an element of an array keeps its place.</param>
    /// <param name="faults">Gets what cannot even be sent. The rest is judged by whoever reads the arguments.</param>
    public abstract JsonNode? Read(string path, bool always, Faults faults);

    /// <summary>An empty field.</summary>
    public static ArgumentField Of(string name, ArgumentSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return schema switch
        {
            { Choices.Count: > 0 } => new ChoiceField(schema),
            { IsSecret: true } => new SecretField(name, schema),
            { Types: SchemaTypes.Flag } => new FlagField(schema),
            { Types: SchemaTypes.Whole or SchemaTypes.Number or (SchemaTypes.Whole | SchemaTypes.Number) } => new NumberField(schema),
            { Types: SchemaTypes.Text or (SchemaTypes.Text | SchemaTypes.Whole) or (SchemaTypes.Text | SchemaTypes.Number) } =>
                new TextField(schema, isLong: schema.MaxLength >= LongText),
            { Types: SchemaTypes.List, Items: { } items } => new ListField(name, schema, items),
            { Types: SchemaTypes.Group, Fields.Count: > 0 } => new GroupField(schema),
            { Types: SchemaTypes.Group, Others: { } values } => new MapField(schema, values),
            _ when schema.Allows(SchemaTypes.Text) => new FreeField(schema),
            _ => new JsonField(schema),
        };
    }

    /// <summary>A field with a value. One that has another shape than the schema says is shown as JSON, so that nothing is lost.</summary>
    public static ArgumentField Of(string name, ArgumentSchema schema, JsonNode value)
    {
        var field = Of(name, schema);
        if (field.TryLoad(value))
            return field;
        var json = new JsonField(schema);
        json.TryLoad(value);
        return json;
    }
}
