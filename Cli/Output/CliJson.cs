using System.Text.Json;
using System.Text.Json.Serialization;
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
internal sealed partial class CliJson : JsonSerializerContext;
