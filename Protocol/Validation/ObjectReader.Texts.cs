using System.Text.Json;
using System.Text.RegularExpressions;
using Keeper.Protocol.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Protocol.Validation;

/// <content>Texts, and what is written as one.</content>
public sealed partial class ObjectReader
{
    /// <summary>How long one match of an operator's pattern may take.</summary>
    public static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What <see cref="SecretText"/> reads where the secret itself is not known.</summary>
    public const string UnknownSecret = "(secret)";

    private const int MaxPatternLength = 2000;

    /// <summary>A text of at most <paramref name="maxLength"/> characters.</summary>
    public string? Text(string name, int maxLength, bool required = false, int minLength = 0, string? about = null)
    {
        var shortest = Math.Max(minLength, required ? 1 : 0);
        _sketch?.Field(name, required, about, SchemaOfText(shortest, maxLength));
        return TextIn(Given(name, required), name, maxLength, shortest);
    }

    /// <summary>
    /// A text that may stand in the agent's own configuration instead: <c>{"secret": "name"}</c>. The agent puts the text
    /// in before it reads; wherever nobody knows it, <see cref="UnknownSecret"/> stands for it.
    /// </summary>
    public string? SecretText(string name, int maxLength, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, SchemaOfSecret(required ? 1 : 0, maxLength));
        var given = Given(name, required);
        if (given is not { ValueKind: JsonValueKind.Object } value)
            return TextIn(given, name, maxLength, shortest: required ? 1 : 0);
        var reference = new ObjectReader(value, PathOf(name), Faults);
        ReadReference(reference);
        return reference.Faulty ? null : UnknownSecret;
    }

    /// <summary>A valid name (<see cref="Names"/>).</summary>
    public string? Name(string name, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, SchemaOfText(1, Names.MaxLength));
        if (TextIn(Given(name, required), name, 1000, shortest: required ? 1 : 0) is not { } text)
            return null;
        Names.Check(text, PathOf(name), Faults);
        return text;
    }

    /// <summary>One of a few words, in any case.</summary>
    public string? Choice(string name, ReadOnlySpan<string> allowed, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, SchemaOfChoice(allowed));
        if (TextIn(Given(name, required), name, 100, shortest: required ? 1 : 0) is not { } text)
            return null;
        foreach (var word in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        Fault(name, $"is '{Names.Shorten(text)}'; allowed are {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>One of a few words, in any case; <paramref name="otherwise"/> when it is absent.</summary>
    public string Choice(string name, ReadOnlySpan<string> allowed, string otherwise, string? about = null)
    {
        var word = Choice(name, allowed, required: false, about) ?? otherwise;
        _sketch?.Field(name, required: false, about, SchemaOfChoice(allowed) with { Default = JsonTexts.Of(otherwise) });
        return word;
    }

    /// <summary>A regular expression that compiles. Its matches are bounded by <see cref="PatternTimeout"/>.</summary>
    public Regex? Pattern(string name, bool required = false, string? about = null)
    {
        _sketch?.Field(name, required, about, SchemaOfPattern);
        return PatternIn(Given(name, required), name, shortest: required ? 1 : 0);
    }

    /// <summary>A regular expression as a short form of an object.</summary>
    public T? PatternOrGroup<T>(string name, Func<Regex, T> ofPattern, Func<ObjectReader, T?> read, string? about = null)
        where T : class
    {
        _sketch?.Field(name, required: false, about, Describe(r => read(r)) with
        {
            Types = SchemaTypes.Text | SchemaTypes.Group,
            MaxLength = MaxPatternLength,
            IsPattern = true,
        });
        var given = Given(name, required: false);
        if (given is { ValueKind: JsonValueKind.Object } value)
            return read(new ObjectReader(value, PathOf(name), Faults));
        return PatternIn(given, name, shortest: 0) is { } pattern ? ofPattern(pattern) : null;
    }

    private Regex? PatternIn(JsonElement? given, string name, int shortest)
    {
        if (TextIn(given, name, MaxPatternLength, shortest) is not { } text)
            return null;
        try
        {
            return new Regex(text, RegexOptions.CultureInvariant, PatternTimeout);
        }
        catch (ArgumentException e)
        {
            Fault(name, $"is not a regular expression: {e.Message}");
            return null;
        }
    }

    private static ArgumentSchema SchemaOfPattern => SchemaOfText(0, MaxPatternLength) with { IsPattern = true };

    private static ArgumentSchema SchemaOfText(int minLength, int maxLength) =>
        new() { Types = SchemaTypes.Text, MinLength = minLength == 0 ? null : minLength, MaxLength = maxLength };

    private static ArgumentSchema SchemaOfSecret(int minLength, int maxLength) => SchemaOfText(minLength, maxLength) with
    {
        Types = SchemaTypes.Text | SchemaTypes.Group,
        IsSecret = true,
        Fields = Describe(ReadReference).Fields,
        IsClosed = true,
    };

    private static ArgumentSchema SchemaOfChoice(ReadOnlySpan<string> allowed)
    {
        List<RawJson> choices = [];
        foreach (var word in allowed)
            choices.Add(JsonTexts.Of(word));
        return new ArgumentSchema { Types = SchemaTypes.Text, Choices = choices };
    }

    private static void ReadReference(ObjectReader reference)
    {
        reference.Name("secret", required: true, "Name of a secret in the agent's own configuration.");
        reference.Done();
    }

    private string? TextIn(JsonElement? given, string name, int maxLength, int shortest)
    {
        if (given is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(name, $"must be a text, not {Shown(value)}");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length <= maxLength && text.Length >= shortest)
            return text;
        Fault(name, text.Length == 0 ? "must not be empty" : $"has {text.Length} characters; allowed are {shortest} to {maxLength}");
        return null;
    }
}
