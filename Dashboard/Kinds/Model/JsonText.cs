using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Keeper.Dashboard.Kinds.Model;

/// <summary>JSON as people write and read it.</summary>
internal static class JsonText
{
    // A name that stands twice would be found only later, as an exception instead of a fault.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Pretty(JsonNode node) => node.ToJsonString(Indented);

    /// <summary>Parses what was written; <see langword="null"/> with a problem when it is not JSON, without one for JSON null.</summary>
    public static JsonNode? Parse(string text, out string? problem)
    {
        try
        {
            problem = null;
            return JsonNode.Parse(text, documentOptions: Strict);
        }
        catch (JsonException e)
        {
            problem = $"is not JSON: {e.Message}";
            return null;
        }
    }
}
