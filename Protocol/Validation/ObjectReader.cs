using System.Text.Json;
using Keeper.Protocol.Schemas;

namespace Keeper.Protocol.Validation;

/// <summary>
/// Reads one JSON object field by field and notes every fault instead of stopping at the first: a missing field, one of
/// the wrong type, a value outside its limits, and fields that nobody asked for (most often a misspelling).
/// Call <see cref="Done"/> last. The same reading describes what may be given (<see cref="Describe"/>), so every field is
/// read whatever the others hold.
/// </summary>
public sealed partial class ObjectReader
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<string> _asked = [];
    private readonly int _faultsBefore;
    private readonly SchemaSketch? _sketch;

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
            faults.Add(path, $"must be an object, not {Shown(element)}");
    }

    private ObjectReader(SchemaSketch sketch)
    {
        _path = "";
        Faults = new Faults();
        _sketch = sketch;
    }

    /// <summary>Where faults go.</summary>
    public Faults Faults { get; }

    /// <summary>Path of the object, empty for the body itself.</summary>
    public string Path => _path;

    /// <summary>The value that is read, for whoever holds it against a schema instead of reading it field by field.</summary>
    public JsonElement Element => _object;

    /// <summary>Whether anything was found wrong with this value or inside it; what was read is then not to be used.</summary>
    public bool Faulty => _sketch is not null || Faults.Count > _faultsBefore;

    /// <summary>What <paramref name="read"/> asks for, found by letting it read nothing.</summary>
    public static ArgumentSchema Describe(Action<ObjectReader> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var sketch = new SchemaSketch();
        read(new ObjectReader(sketch));
        return sketch.ToSchema();
    }

    /// <summary>The path of a field of this object.</summary>
    public string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    /// <summary>Adds a fault to one of the fields.</summary>
    public void Fault(string name, string message) => Faults.Add(PathOf(name), message);

    /// <summary>The value of a field; <see langword="null"/> when it is absent or JSON null.</summary>
    public JsonElement? Value(string name) => Any(name, required: false);

    /// <summary>A field that must be there.</summary>
    public JsonElement? RequiredValue(string name) => Any(name, required: true);

    /// <summary>Notes every field that was not asked for.</summary>
    public void Done()
    {
        _sketch?.Close();
        if (_object.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in _object.EnumerateObject())
        {
            if (!_asked.Contains(property.Name, StringComparer.Ordinal))
                Fault(Names.Shorten(property.Name), $"is not known here; known are {string.Join(", ", _asked)}");
        }
    }

    private JsonElement? Any(string name, bool required)
    {
        _sketch?.Field(name, required, about: null, ArgumentSchema.Anything);
        return Given(name, required);
    }

    /// <summary>The value of a field whose description is the caller's affair.</summary>
    private JsonElement? Given(string name, bool required)
    {
        _asked.Add(name);
        if (_object.ValueKind != JsonValueKind.Object)
            return null;
        if (_object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            return value;
        if (required)
            Fault(name, "is required");
        return null;
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
        _ => Names.Shorten(value.GetRawText()),
    };
}
