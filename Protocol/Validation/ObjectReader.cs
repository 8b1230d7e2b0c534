using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Keeper.Protocol.Validation;

/// <summary>
/// Reads one JSON object field by field and notes every fault instead of stopping at the first: a missing field, one of
/// the wrong type, a value outside its limits, and fields that nobody asked for (most often a misspelling).
/// Call <see cref="Done"/> last.
/// </summary>
public sealed class ObjectReader
{
    /// <summary>How long one match of an operator's pattern may take.</summary>
    public static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);

    /// <summary>What <see cref="SecretText"/> reads where the secret itself is not known.</summary>
    public const string UnknownSecret = "(secret)";

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<string> _asked = [];
    private readonly int _faultsBefore;

    /// <summary>Starts to read. Anything but an object is a fault, and every field then reads as absent.</summary>
    /// <param name="element">The value to read.</param>
    /// <param name="path">Path of the value, empty for the body itself.</param>
    /// <param name="faults">Where faults go.</param>
    public ObjectReader(JsonElement element, string path, Faults faults)
    {
        _path = path;
        Faults = faults;
        _faultsBefore = faults.Count;
        _object = element;
        if (element.ValueKind != JsonValueKind.Object)
            faults.Add(path, $"must be an object, not {Describe(element)}");
    }

    /// <summary>Where faults go.</summary>
    public Faults Faults { get; }

    /// <summary>Path of the object, empty for the body itself.</summary>
    public string Path => _path;

    /// <summary>Whether anything was found wrong with this value or inside it; what was read is then not to be used.</summary>
    public bool Faulty => Faults.Count > _faultsBefore;

    /// <summary>The path of a field of this object.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <summary>Adds a fault to one of the fields.</summary>
    public void Fault(string name, string message) => Faults.Add(PathOf(name), message);

    /// <summary>The value of a field; <see langword="null"/> when it is absent or JSON null.</summary>
    public JsonElement? Value(string name)
    {
        _asked.Add(name);
        return _object.ValueKind == JsonValueKind.Object
            && _object.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value : null;
    }

    /// <summary>A field that must be there.</summary>
    public JsonElement? RequiredValue(string name)
    {
        var value = Value(name);
        if (value is null && _object.ValueKind == JsonValueKind.Object)
            Fault(name, "is required");
        return value;
    }

    /// <summary>A text of at most <paramref name="maxLength"/> characters.</summary>
    public string? Text(string name, int maxLength, bool required = false, int minLength = 0)
    {
        if ((required ? RequiredValue(name) : Value(name)) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(name, $"must be a text, not {Describe(value)}");
            return null;
        }

        var text = value.GetString()!;
        if (text.Length > maxLength || text.Length < Math.Max(minLength, required ? 1 : 0))
        {
            Fault(name, text.Length == 0 ? "must not be empty"
                : $"has {text.Length} characters; allowed are {Math.Max(minLength, required ? 1 : 0)} to {maxLength}");
            return null;
        }

        return text;
    }

    /// <summary>
    /// A text that may stand in the agent's own configuration instead: <c>{"secret": "name"}</c>. The agent puts the text
    /// in before it reads; wherever nobody knows it, <see cref="UnknownSecret"/> stands for it.
    /// </summary>
    public string? SecretText(string name, int maxLength, bool required = false)
    {
        if (Value(name) is not { ValueKind: JsonValueKind.Object } value)
            return Text(name, maxLength, required);
        var reference = new ObjectReader(value, PathOf(name), Faults);
        reference.Name("secret", required: true);
        reference.Done();
        return reference.Faulty ? null : UnknownSecret;
    }

    /// <summary>A valid name (<see cref="Names"/>).</summary>
    public string? Name(string name, bool required = false)
    {
        if (Text(name, 1000, required) is not { } text)
            return null;
        Names.Check(text, PathOf(name), Faults);
        return text;
    }

    /// <summary>A whole number within limits.</summary>
    public int? Number(string name, int min, int max, bool required = false)
    {
        if ((required ? RequiredValue(name) : Value(name)) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
        {
            Fault(name, $"must be a whole number from {min} to {max}, not {Describe(value)}");
            return null;
        }

        if (number < min || number > max)
        {
            Fault(name, $"is {number.ToString(CultureInfo.InvariantCulture)}; allowed are {min} to {max}");
            return null;
        }

        return (int)number;
    }

    /// <summary><see langword="true"/> or <see langword="false"/>.</summary>
    public bool? Flag(string name)
    {
        if (Value(name) is not { } value)
            return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Fault(name, $"must be true or false, not {Describe(value)}");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? Choice(string name, ReadOnlySpan<string> allowed, bool required = false)
    {
        if (Text(name, 100, required) is not { } text)
            return null;
        foreach (var word in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        Fault(name, $"is '{Names.Shorten(text)}'; allowed are {string.Join(", ", allowed)}");
        return null;
    }

    /// <summary>A regular expression that compiles. Its matches are bounded by <see cref="PatternTimeout"/>.</summary>
    public Regex? Pattern(string name, bool required = false)
    {
        if (Text(name, 2000, required) is not { } text)
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

    /// <summary>The elements of an array with the path of each; empty when the field is absent.</summary>
    public IEnumerable<(JsonElement Element, string Path)> Items(string name, int maxCount, bool required = false)
    {
        if ((required ? RequiredValue(name) : Value(name)) is not { } value)
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Fault(name, $"must be an array, not {Describe(value)}");
            return [];
        }

        var count = value.GetArrayLength();
        if (count > maxCount)
        {
            Fault(name, $"has {count} elements; allowed are at most {maxCount}");
            return [];
        }

        return value.EnumerateArray().Select((element, i) => (element, $"{PathOf(name)}[{i}]"));
    }

    /// <summary>An array of texts; <see langword="null"/> when absent.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxCount, int maxLength)
    {
        List<string>? texts = null;
        foreach (var (element, path) in Items(name, maxCount))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Length <= maxLength)
                (texts ??= []).Add(text);
            else
                Faults.Add(path, $"must be a text of at most {maxLength} characters, not {Describe(element)}");
        }

        return texts;
    }

    /// <summary>An object whose values are texts (labels, headers); <see langword="null"/> when absent.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name, int maxCount, int maxLength)
    {
        if (Value(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault(name, $"must be an object of texts, not {Describe(value)}");
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String || property.Value.GetString()!.Length > maxLength)
                Fault($"{name}.{Names.Shorten(property.Name)}", $"must be a text of at most {maxLength} characters, not {Describe(property.Value)}");
            else
                map[property.Name] = property.Value.GetString()!;
        }

        if (map.Count > maxCount)
            Fault(name, $"has {map.Count} entries; allowed are at most {maxCount}");
        return map;
    }

    /// <summary>Notes every field that was not asked for.</summary>
    public void Done()
    {
        if (_object.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in _object.EnumerateObject())
        {
            if (!_asked.Contains(property.Name, StringComparer.Ordinal))
                Fault(Names.Shorten(property.Name), $"is not known here; known are {string.Join(", ", _asked)}");
        }
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        _ => Names.Shorten(value.GetRawText()),
    };
}
