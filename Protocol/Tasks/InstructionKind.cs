using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;
using Keeper.Protocol.Validation;

namespace Keeper.Protocol.Tasks;

/// <summary>What Keeper itself knows of a kind of instruction: how to read its arguments, and whether it may run twice.</summary>
/// <param name="name">The kind's name.</param>
/// <param name="about">What it does, in a sentence for people.</param>
/// <param name="example">Arguments that are sound, as a JSON object.</param>
/// <param name="read">Reads the arguments and notes every fault; its result is the argument record.</param>
/// <param name="isRepeatable">Whether an attempt that was lost while it ran may be made again (design.md section 5).</param>
public sealed class InstructionKind(
    string name, string about, string example, Func<ObjectReader, object?> read, Func<object, bool> isRepeatable)
{
    private readonly Lazy<ArgumentSchema> _arguments = new(() => ObjectReader.Describe(r => read(r)));
    private readonly Lazy<RawJson> _schema = new(() => SchemaWriter.Write(ObjectReader.Describe(r => read(r))));

    /// <summary>The kind's name.</summary>
    public string Name => name;

    /// <summary>What it does, in a sentence for people.</summary>
    public string About => about;

    /// <summary>Arguments that are sound, as a JSON object: what a form starts from.</summary>
    public RawJson Example { get; } = new(example);

    /// <summary>What the arguments may be.</summary>
    public ArgumentSchema Arguments => _arguments.Value;

    /// <summary>JSON Schema of the arguments: what <see cref="Read"/> asks for.</summary>
    public RawJson ArgumentsSchema => _schema.Value;

    /// <summary>Reads the arguments and notes every fault; its result is the argument record.</summary>
    public object? Read(ObjectReader arguments) => read(arguments);

    /// <summary>Whether an attempt with these arguments that was lost while it ran may be made again.</summary>
    public bool IsRepeatable(object arguments) => isRepeatable(arguments);
}
