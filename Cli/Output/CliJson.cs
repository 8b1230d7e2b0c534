using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Keeper.Cli.Agents;
using Keeper.Cli.Errors;
using Keeper.Client.Health;

namespace Keeper.Cli.Output;

/// <summary>JSON of what only the command line says. The API's own documents are printed as the API writes them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeletedAgent))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ErrorReport))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>Spread over lines, arguments and results included.</summary>
    public static JsonTypeInfo<JsonElement> Indented { get; } = new CliJson(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }).JsonElement;
}
