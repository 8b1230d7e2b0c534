using Keeper.Protocol.Json;

namespace Keeper.Protocol.Schemas;

/// <summary>
/// What a value in an instruction's arguments may be, for people and for forms: the part of JSON Schema (draft 2020-12)
/// that Keeper writes of its own kinds and understands of the kinds that agents announce.
/// </summary>
public sealed record ArgumentSchema
{
    /// <summary>A value of which nothing is known.</summary>
    public static ArgumentSchema Anything { get; } = new();

    /// <summary>Its possible types.</summary>
    public SchemaTypes Types { get; init; }

    /// <summary>What it is, in a sentence for people, with its unit.</summary>
    public string? Description { get; init; }

    /// <summary>What it is when it is not given.</summary>
    public RawJson? Default { get; init; }

    /// <summary>A value that would do.</summary>
    public RawJson? Example { get; init; }

    /// <summary>The only values that it may have; empty when there is no such list.</summary>
    public IReadOnlyList<RawJson> Choices { get; init; } = [];

    /// <summary>Lowest number.</summary>
    public double? Minimum { get; init; }

    /// <summary>Highest number.</summary>
    public double? Maximum { get; init; }

    /// <summary>Shortest text in characters.</summary>
    public int? MinLength { get; init; }

    /// <summary>Longest text in characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Fewest elements of an array.</summary>
    public int? MinItems { get; init; }

    /// <summary>Most elements of an array.</summary>
    public int? MaxItems { get; init; }

    /// <summary>What each element of an array may be.</summary>
    public ArgumentSchema? Items { get; init; }

    /// <summary>The fields of an object that are known by name, in the order in which they are asked for.</summary>
    public IReadOnlyList<SchemaField> Fields { get; init; } = [];

    /// <summary>What a field of another name may be; <see langword="null"/> when nothing is said about them.</summary>
    public ArgumentSchema? Others { get; init; }

    /// <summary>Most fields of an object.</summary>
    public int? MaxFields { get; init; }

    /// <summary>Whether an object may have no other fields than <see cref="Fields"/>.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether the text is a secret: better named, <c>{"secret": "name"}</c>, than written down (<c>x-keeper-secret</c>).</summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether the text is a regular expression (<c>x-keeper-pattern</c>).</summary>
    public bool IsPattern { get; init; }

    /// <summary>Whether a value may be of this type.</summary>
    public bool Allows(SchemaTypes type) => (Types & type) != SchemaTypes.Any;
}

/// <summary>A field of an object.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">What it may be.</param>
/// <param name="IsRequired">Whether it must be there.</param>
public sealed record SchemaField(string Name, ArgumentSchema Schema, bool IsRequired = false);
