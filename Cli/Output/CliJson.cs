using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Keeper.Cli.Agents;
using Keeper.Cli.Errors;
using Keeper.Client;
using Keeper.Client.Agents;
using Keeper.Client.Audit;
using Keeper.Client.Health;
using Keeper.Client.Vpcs;
using Keeper.Protocol.Json;
using Keeper.Protocol.Tasks;

namespace Keeper.Cli.Output;

/// <summary>JSON as programs get it: the API's own names and forms.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Page<Vpc>))]
[JsonSerializable(typeof(EnrollmentToken))]
[JsonSerializable(typeof(CreatedAgent))]
[JsonSerializable(typeof(DeletedAgent))]
[JsonSerializable(typeof(Page<Agent>))]
[JsonSerializable(typeof(Page<TaskDocument>))]
[JsonSerializable(typeof(Page<AuditEntry>))]
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
