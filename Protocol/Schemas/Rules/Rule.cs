using System.Text.Json;
using System.Text.RegularExpressions;

namespace Keeper.Protocol.Schemas.Rules;

/// <summary>What is demanded of one value.</summary>
internal sealed record Rule
{
    public static readonly Rule None = new();

    public SchemaTypes Types { get; init; }

    /// <summary>The only values allowed; <see langword="null"/> allows all.</summary>
    public IReadOnlyList<JsonElement>? Values { get; init; }

    public IReadOnlyDictionary<string, Rule> Fields { get; init; } = new Dictionary<string, Rule>(StringComparer.Ordinal);

    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Whether there may be fields that are not in <see cref="Fields"/>.</summary>
    public bool AllowsOthers { get; init; } = true;

    /// <summary>What is demanded of those.</summary>
    public Rule? Others { get; init; }

    public Bounds FieldCount { get; init; } = Bounds.None;

    public Rule? Items { get; init; }

    public Bounds ItemCount { get; init; } = Bounds.None;

    public Bounds Number { get; init; } = Bounds.None;

    public Bounds Length { get; init; } = Bounds.None;

    public Regex? Pattern { get; init; }

    /// <summary>Whether <c>{"secret": "name"}</c> may stand for the text.</summary>
    public bool IsSecret { get; init; }
}
