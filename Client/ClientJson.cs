using System.Text.Json;
using System.Text.Json.Serialization;
using Keeper.Protocol.Agents;
using Keeper.Protocol.Messages;
using Keeper.Protocol.Operator;
using Keeper.Protocol.Tasks;
using Keeper.Protocol.Vpcs;

namespace Keeper.Client;

/// <summary>Source-generated JSON of what the client sends: what is not given is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VpcRequest))]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskBatch))]
[JsonSerializable(typeof(MessageRequest))]
internal sealed partial class ClientJson : JsonSerializerContext
{
    /// <summary>What the platform answers. Strict, so that an answer of something else is not read as an empty one of Keeper's.</summary>
    public static OperatorJson Answers { get; } =
        new(new JsonSerializerOptions(OperatorJson.Default.Options) { RespectRequiredConstructorParameters = true });
}
