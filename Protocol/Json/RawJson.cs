using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Keeper.Protocol.Json;

/// <summary>
/// A JSON value that is carried and stored as the text it arrived as. Arguments, timelines and results pass through
/// Keeper in this form, so that the silo neither needs nor loses what only the agent understands.
/// </summary>
/// <param name="Text">One complete JSON value. <see langword="null"/> only in <c>default</c>.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>The value <c>{}</c>.</summary>
    public static RawJson EmptyObject { get; } = new("{}");

    /// <summary>Parses the text for reading.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public JsonElement Parse() => JsonElement.Parse(Text);

    /// <summary>Keeps the text of an element.</summary>
    public static RawJson From(JsonElement element) =>
        new(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element)));

    /// <inheritdoc/>
    public override string ToString() => Text ?? "null";
}

/// <summary>Reads and writes <see cref="RawJson"/>. Public because generated JSON code of other projects makes one.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.From(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        // What is inside was parsed when it came in; checking it again would double the cost of every hand-over.
        writer.WriteRawValue(value.Text ?? "null", skipInputValidation: true);
}
